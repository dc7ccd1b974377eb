package dev.assam.op.signal;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[i] = a₀ − a₁·cos(2πi/N) + a₂·cos(4πi/N) for i below the input, N being the input or, not {@code
 * periodic}, one less: HannWindow, HammingWindow, BlackmanWindow.
 */
public record CosineWindow(Kind kind, DType dtype, boolean periodic) implements Op {
  /** The three windows with their coefficients. */
  public enum Kind {
    BLACKMAN(0.42, 0.5, 0.08),
    HAMMING(25.0 / 46, 21.0 / 46, 0),
    HANN(0.5, 0.5, 0);

    private final double a0;
    private final double a1;
    private final double a2;

    Kind(double a0, double a1, double a2) {
      this.a0 = a0;
      this.a1 = a1;
      this.a2 = a2;
    }
  }

  public static final OpType<CosineWindow> BLACKMAN = named("BlackmanWindow", Kind.BLACKMAN);
  public static final OpType<CosineWindow> HAMMING = named("HammingWindow", Kind.HAMMING);
  public static final OpType<CosineWindow> HANN = named("HannWindow", Kind.HANN);

  private static OpType<CosineWindow> named(String name, Kind kind) {
    return OpType.<CosineWindow>named(name)
        .since(
            17,
            a ->
                new CosineWindow(
                    kind,
                    a.getDType("output_datatype", DType.FLOAT32),
                    a.getBoolean("periodic", true)));
  }

  @Override
  public OpType<CosineWindow> type() {
    return switch (kind) {
      case BLACKMAN -> BLACKMAN;
      case HAMMING -> HAMMING;
      case HANN -> HANN;
    };
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.INDICES);
    if (!DTypes.NUMBERS.contains(dtype)) {
      throw in.typeError("output_datatype is " + dtype + " (allowed: " + DTypes.NUMBERS + ")");
    }
    return List.of(new TensorType(dtype, Shape.of(in.dimension(in.scalar(0)))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    int n = periodic ? y.size() : y.size() - 1;
    for (int i = 0; i < y.size(); i++) {
      if (i % 0x10000 == 0) {
        in.checkTime();
      }
      double angle = 2 * Math.PI * i / n;
      y.setDouble(i, kind.a0 - kind.a1 * Math.cos(angle) + kind.a2 * Math.cos(2 * angle));
    }
    return List.of(y);
  }
}
