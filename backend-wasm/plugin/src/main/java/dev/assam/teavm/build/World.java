package dev.assam.teavm.build;

import org.teavm.tooling.TeaVMTargetType;

/** The two builds of the library. */
enum World {
  WASM("wasm", TeaVMTargetType.WEBASSEMBLY_GC, "assam.wasm", "dev.assam.wasm.WasmWorld"),
  JS("js", TeaVMTargetType.JAVASCRIPT, "assam-js.mjs", "dev.assam.wasm.JsWorld");

  final String label;
  final TeaVMTargetType target;
  final String fileName;
  final String mainClass;

  World(String label, TeaVMTargetType target, String fileName, String mainClass) {
    this.label = label;
    this.target = target;
    this.fileName = fileName;
    this.mainClass = mainClass;
  }
}
