package dev.assam.teavm.build;

import java.util.List;
import org.teavm.tooling.TeaVMTargetType;

/**
 * The builds of the library: WebAssembly with the instructions of relaxed SIMD and without, with a
 * backend for a GPU, and JavaScript.
 */
enum World {
  WASM_RELAXED("wasm", Feature.RELAXED),
  WASM_PLAIN("wasm"),
  /** Plain, and with the WebGPU backend. */
  WASM_WEBGPU("wasm", Feature.WEBGPU),
  /** Plain, and with the WebGL backend. */
  WASM_WEBGL("wasm", Feature.WEBGL),
  JS("js");

  /** What a browser may lack. */
  enum Feature {
    /** Fused or unfused multiply-add, dot products of bytes. */
    RELAXED,
    /** An adapter of WebGPU. */
    WEBGPU,
    /** WebGL 2 that draws to float32 textures. */
    WEBGL
  }

  private static final String THREADS = "-threads.wasm";

  /** What tells the build from others: in its file's name and in the notes about it. */
  final String label;

  /** Which halves of {@code dev.assam.memory} it takes. */
  final String platform;

  final String fileName;
  final String mainClass;
  private final List<Feature> features;

  World(String platform, Feature... features) {
    this.platform = platform;
    this.features = List.of(features);
    if (isWasm()) {
      label = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      fileName = label.replace("wasm", "assam") + ".wasm";
      mainClass =
          this.features.contains(Feature.WEBGPU)
              ? "dev.assam.wasm.WebGpuWorld"
              : this.features.contains(Feature.WEBGL)
                  ? "dev.assam.wasm.WebGlWorld"
                  : "dev.assam.wasm.WasmWorld";
    } else {
      label = "js";
      fileName = "assam-js.mjs";
      mainClass = "dev.assam.wasm.JsWorld";
    }
  }

  /** The build that a file's name says. */
  static World of(String fileName) {
    for (World world : values()) {
      String ending = world.isWasm() ? world.fileName.replace("assam", "") : ".mjs";
      if (fileName.endsWith(ending)) {
        return world;
      }
    }
    throw new BuildFailure(
        fileName + " names no build (allowed: NAME.mjs, NAME-relaxed.wasm, NAME-plain.wasm)");
  }

  /** Beside a module's file, that of the same module over memory that threads share. */
  static String threads(String fileName) {
    return fileName.replace(".wasm", THREADS);
  }

  boolean isWasm() {
    return platform.equals("wasm");
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  TeaVMTargetType target() {
    return isWasm() ? TeaVMTargetType.WEBASSEMBLY_GC : TeaVMTargetType.JAVASCRIPT;
  }
}
