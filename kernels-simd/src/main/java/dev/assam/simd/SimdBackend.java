package dev.assam.simd;

import dev.assam.backend.Backend;
import dev.assam.backend.Compiler;
import dev.assam.backend.Support;
import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import dev.assam.simd.kernel.Lanes;
import java.util.Set;

/**
 * Runs graphs on the CPU with SIMD kernels; nodes that no kernel serves, and those whose shapes
 * depend on data, run by their definitions on the same memory.
 */
public final class SimdBackend implements Backend {
  private final Workers workers;

  /** Kernels on the calling thread alone. */
  public SimdBackend() {
    this(Workers.ONE);
  }

  /**
   * @param workers the threads that kernels run on; they stay the caller's
   */
  public SimdBackend(Workers workers) {
    this.workers = workers;
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public Support supports(Node node) {
    return Support.YES;
  }

  @Override
  public Layout layout() {
    return Layout.CHANNELS_LAST;
  }

  /** Integers are multiplied instead of floats only where that is faster. */
  @Override
  public Set<String> unwantedPasses() {
    return Lanes.DOTS_I16 ? Set.of() : Set.of("quantised-products");
  }

  @Override
  public Compiler compiler(long seed) {
    return new SimdCompiler(seed, workers);
  }
}
