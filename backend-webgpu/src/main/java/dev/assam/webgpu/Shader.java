package dev.assam.webgpu;

import java.util.List;

/** A compute shader: a record, equal to another one if both have the same source. */
public interface Shader {
  /** As listings and profiles call it. */
  String name();

  /** Number of storage buffers that it sees, bindings 0 and up; its parameters come after. */
  int buffers();

  /**
   * Launches of other programs in place of one of this that do the same with the same buffers and
   * parameters, for a search of the fastest.
   */
  default List<Launch> alternatives(Launch launch, GpuLimits limits) {
    return List.of();
  }

  /** The program in WGSL, with the entry point {@code main}. */
  String source();
}
