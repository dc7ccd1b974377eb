package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;

/** Where kernels are timed. */
public interface KernelWorld extends AutoCloseable {
  /** What it is, with its version. */
  String description();

  /** What a loop over registers alone reaches, GFLOP/s. */
  double peak();

  /** What the kernel for a shape reaches, GFLOP/s. */
  double speed(BenchShape shape);

  /**
   * How fast a kernel reads memory that is in no cache, GB/s; not a number if nobody measures it.
   */
  default double bandwidth() {
    return Double.NaN;
  }

  @Override
  void close();
}
