package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;

/** Where kernels are timed. */
public interface KernelWorld extends AutoCloseable {
  /**
   * A kernel that was timed.
   *
   * @param gflops what it reaches, GFLOP/s
   * @param sample the elements of its result that {@link BenchShape#place} tells
   */
  record Timed(double gflops, float[] sample) {}

  /** What it is, with its version. */
  String description();

  /** Name and version of the browser; null outside of pages. */
  default String browser() {
    return null;
  }

  /** What a loop over registers alone reaches, GFLOP/s; not a number if nobody measures it. */
  default double peak() {
    return Double.NaN;
  }

  /** Times the kernel for a shape. */
  Timed time(BenchShape shape);

  /**
   * How fast a kernel reads memory that is in no cache, GB/s; not a number if nobody measures it.
   */
  default double bandwidth() {
    return Double.NaN;
  }

  @Override
  void close();
}
