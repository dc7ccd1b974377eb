package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.Meter;
import dev.assam.nativerun.bench.ShapeModel;
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
  public Timed time(BenchShape shape) {
    if (shape.isConv()) {
      throw new ContestantException(Status.UNSUPPORTED, "oneDNN is timed for products only");
    }
    long m = shape.sizes().get(0);
    long n = shape.sizes().get(1);
    long k = shape.sizes().get(2);
    float[] inputs = new float[Math.toIntExact(m * k)];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = shape.input(i);
    }
    try (FloatPointer a = new FloatPointer(inputs);
        FloatPointer b = new FloatPointer(ShapeModel.weights(new int[] {(int) k, (int) n}));
        FloatPointer c = new FloatPointer(m * n).fill(0)) {
      double nanos =
          Meter.nanos(
              () -> dnnl.dnnl_sgemm((byte) 'N', (byte) 'N', m, n, k, 1f, a, k, b, n, 0f, c, n),
              warmMillis);
      float[] sample = new float[shape.samples()];
      for (int i = 0; i < sample.length; i++) {
        sample[i] = c.get(shape.place(i, false));
      }
      return new Timed(shape.operations() / nanos, sample);
    }
  }

  @Override
  public void close() {}
}
