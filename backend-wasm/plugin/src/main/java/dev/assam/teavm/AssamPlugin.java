package dev.assam.teavm;

import org.teavm.backend.javascript.TeaVMJavaScriptHost;
import org.teavm.backend.wasm.TeaVMWasmGCHost;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes typed memories addresses of linear memory and vectors v128 in the WebAssembly GC build. In
 * the JavaScript build arrays are typed arrays already, and only float arithmetic and casts need
 * help.
 */
public final class AssamPlugin implements TeaVMPlugin {
  /** System property that says whether the WebAssembly build may use relaxed SIMD. */
  public static final String RELAXED = "dev.assam.simd.relaxed";

  @Override
  public void install(TeaVMHost host) {
    TeaVMWasmGCHost wasm = host.getExtension(TeaVMWasmGCHost.class);
    if (wasm != null) {
      install(host, wasm);
    }
    TeaVMJavaScriptHost javaScript = host.getExtension(TeaVMJavaScriptHost.class);
    if (javaScript != null) {
      host.add(new FloatRounding());
      host.add(new CastSaturation());
      FloatRounding.addTo(javaScript);
    }
  }

  /** Whether the WebAssembly build may use relaxed SIMD. */
  static boolean relaxed() {
    return Boolean.parseBoolean(System.getProperty(RELAXED, "true"));
  }

  private static void install(TeaVMHost host, TeaVMWasmGCHost wasm) {
    boolean relaxed = relaxed();
    Intrinsics table = new Intrinsics();
    MemoryIntrinsics memories = new MemoryIntrinsics(table);
    VectorMethods vectors = new VectorMethods(relaxed);
    vectors.addTo(table);
    SimdIntrinsics.addTo(table, relaxed);

    host.add(new ValueClasses(table, memories, vectors));
    wasm.addCustomTypeMapperFactory(context -> ValueTypes::wasmType);
    wasm.contributeToCodeGen((context, registry) -> {
      for (String name : table.classes()) {
        String[] methods = table.names(name).toArray(String[]::new);
        registry.inlineIntrinsics().registerIntrinsic(name, table, methods);
      }
    });
  }
}
