package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.Meter;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.measure.ContestantException;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** oneDNN's product of matrices, through JavaCPP: weights as they are, not packed before. */
final class DnnlKernels implements KernelWorld {
  private final int warmMillis;

  DnnlKernels(int warmMillis) {
    this.warmMillis = warmMillis;
  }

  @Override
  public String description() {
    return "oneDNN's sgemm, native";
  }

  @Override
  public double peak() {
    return Double.NaN;
  }

  @Override
  public double speed(BenchShape shape) {
    if (shape.isConv()) {
      throw new ContestantException(Status.UNSUPPORTED, "oneDNN is timed for products only");
    }
    long m = shape.sizes().get(0);
    long n = shape.sizes().get(1);
    long k = shape.sizes().get(2);
    try (FloatPointer a = new FloatPointer(m * k).fill(0);
        FloatPointer b = new FloatPointer(k * n).fill(0);
        FloatPointer c = new FloatPointer(m * n).fill(0)) {
      return shape.operations()
          / Meter.nanos(
              () -> dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', m, n, k, 1f, a, k, b, n, 0f, c, n),
              warmMillis);
    }
  }

  @Override
  public void close() {}
}
