package dev.assam.op.recurrent;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Hₜ = f(Xₜ·Wᵀ + Hₜ₋₁·Rᵀ + bias) over a sequence; shapes as in {@link Recurrence}. */
public record RNN(Settings settings) implements Op {
  public static final OpType<RNN> TYPE =
      OpType.<RNN>named("RNN")
          .inputs(3, 6)
          .outputs(0, 2)
          .since(14, a -> new RNN(Settings.read(a, true, "Tanh")))
          .since(7, a -> new RNN(Settings.read(a, false, "Tanh")));

  @Override
  public OpType<RNN> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return new Walk(in, settings).infer();
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return new Walk(in, settings).run();
  }

  private static final class Walk extends Recurrence {
    Walk(Inputs in, Settings settings) {
      super(in, settings, 1, 1);
    }

    @Override
    void step(int b, int inputAt) {
      for (int j = 0; j < hidden; j++) {
        double sum = sum(b, inputAt, 0, j);
        h.setDouble(b * hidden + j, settings.activate(direction, 0, sum));
      }
    }
  }
}
