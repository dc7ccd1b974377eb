package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Outputs;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Whether kernels compute what ONNX Runtime's native build computes of the same numbers. */
public final class KernelCheck implements AutoCloseable {
  /** Relative to the largest magnitude of the result. */
  private static final double ALLOWED = 1e-4;

  private final Map<BenchShape, Outputs> known = new HashMap<>();
  private KernelWorld oracle;

  /**
   * How far a result is from ONNX Runtime's, relative to the largest magnitude there.
   *
   * @throws ContestantException if that is too far
   */
  public double error(BenchShape shape, float[] sample) {
    double error = new Outputs(Map.of("y", sample)).error(expected(shape));
    if (error > ALLOWED) {
      throw new ContestantException(
          Status.WRONG,
          String.format(
              Locale.ROOT,
              "the result differs from ONNX Runtime's by %.2g of the largest (allowed: %.2g)",
              error,
              ALLOWED));
    }
    return error;
  }

  private Outputs expected(BenchShape shape) {
    Outputs outputs = known.get(shape);
    if (outputs == null) {
      if (oracle == null) {
        oracle = new ForkedKernels("ort", 0);
      }
      outputs = new Outputs(Map.of("y", oracle.time(shape).sample()));
      known.put(shape, outputs);
    }
    return outputs;
  }

  @Override
  public void close() {
    if (oracle != null) {
      oracle.close();
    }
  }
}
