package dev.assam.teavm;

import org.teavm.backend.wasm.TeaVMWasmGCHost;
import org.teavm.backend.wasm.model.WasmType;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes typed memories addresses of linear memory in the WebAssembly GC build; does nothing in the
 * JavaScript build, where arrays are typed arrays already.
 */
public final class AssamPlugin implements TeaVMPlugin {
  @Override
  public void install(TeaVMHost host) {
    TeaVMWasmGCHost wasm = host.getExtension(TeaVMWasmGCHost.class);
    if (wasm == null) {
      return;
    }
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
