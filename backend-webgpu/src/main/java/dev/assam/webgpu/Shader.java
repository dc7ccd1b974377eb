package dev.assam.webgpu;

/** A compute shader: a record, equal to another one if both have the same source. */
public interface Shader {
  /** As listings and profiles call it. */
  String name();

  /** Number of storage buffers that it sees, bindings 0 and up; its parameters come after. */
  int buffers();

  /** The program in WGSL, with the entry point {@code main}. */
  String source();
}
