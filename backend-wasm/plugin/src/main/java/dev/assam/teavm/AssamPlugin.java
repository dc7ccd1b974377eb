package dev.assam.teavm;

import org.teavm.backend.javascript.TeaVMJavaScriptHost;
import org.teavm.backend.wasm.TeaVMWasmGCHost;
import org.teavm.backend.wasm.model.WasmType;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes typed memories addresses of linear memory in the WebAssembly GC build. In the JavaScript
 * build arrays are typed arrays already, and only float arithmetic and casts need help.
 */
public final class AssamPlugin implements TeaVMPlugin {
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

  private static void install(TeaVMHost host, TeaVMWasmGCHost wasm) {
    Intrinsics table = new Intrinsics();
    MemoryIntrinsics.addTo(table);

    host.add(new ValueClasses(table));
    wasm.addCustomTypeMapperFactory(
        context -> name -> TypedMemory.of(name) == null ? null : WasmType.INT32);
    wasm.contributeToCodeGen((context, registry) -> {
      for (String name : table.classes()) {
        String[] methods = table.methods(name).toArray(String[]::new);
        registry.inlineIntrinsics().registerIntrinsic(name, table, methods);
      }
    });
  }
}
