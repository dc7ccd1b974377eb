package dev.assam.pages.microbench;

import dev.assam.graph.Graph;
import dev.assam.memory.Floats;
import dev.assam.memory.MemoryScope;
import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.Meter;
import dev.assam.simd.KernelLoop;
import dev.assam.simd.Workers;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.Peak;
import dev.assam.simd.kernel.Stream;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/** This JVM. */
public final class JvmKernels implements KernelWorld {
  private static final int ROUNDS = 100_000;

  /** HotSpot compiles what kernels share for good within a second or two. */
  private static final int FIRST_MILLIS = 2000;

  /** A kernel's own loops take HotSpot some tenths of a second. */
  private static final int LEAST_MILLIS = 200;

  /** Floats: more than caches hold. */
  private static final int STREAM = 32 << 20;

  private int warmMillis;
  private float sum;

  public JvmKernels(int warmMillis) {
    this.warmMillis = FIRST_MILLIS;
    // What all kernels share is compiled before the first of them is timed.
    time(new BenchShape(false, List.of(128, 128, 128)));
    this.warmMillis = Math.max(LEAST_MILLIS, warmMillis);
  }

  @Override
  public String description() {
    return "Java " + Runtime.version().feature() + ", vectors of " + Lanes.F32 + " floats";
  }

  @Override
  public double peak() {
    double nanos = Meter.nanos(() -> sum += Peak.run(ROUNDS, 1e-3f, 1e-3f), warmMillis);
    return (double) Peak.OPERATIONS * Lanes.F32 * ROUNDS / nanos;
  }

  @Override
  public double bandwidth() {
    try (Tensor values = Tensor.allocate(DType.FLOAT32, Shape.of(STREAM))) {
      Floats floats = values.floats();
      // Pages that nobody wrote to may all be one page of zeros, which a cache holds.
      for (int i = 0; i < STREAM; i += 256) {
        floats.set(i, 1);
      }
      return 4.0 * STREAM / Meter.nanos(() -> sum += Stream.sum(floats, STREAM), warmMillis);
    }
  }

  @Override
  @SuppressWarnings("try")
  public Timed time(BenchShape shape) {
    try (MemoryScope scope = MemoryScope.open()) {
      Graph graph = shape.graph();
      try (KernelLoop loop = new KernelLoop(graph, BenchShape.inputs(graph), Workers.ONE)) {
        double nanos = Meter.nanos(loop::run, warmMillis);
        float[] sample = new float[shape.samples()];
        for (int i = 0; i < sample.length; i++) {
          sample[i] = (float) loop.output(shape.place(i, true));
        }
        return new Timed(shape.operations() / nanos, sample);
      } finally {
        graph.constants().values().forEach(weights -> weights.release());
      }
    }
  }

  /** Keeps what was computed from being left out. */
  @Override
  public void close() {
    if (Float.isNaN(sum)) {
      throw new IllegalStateException("the peak is no number");
    }
  }
}
