package dev.assam.op.recurrent;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Cₜ = f ∘ Cₜ₋₁ + i ∘ g(Xₜ·Wᵀ + Hₜ₋₁·Rᵀ + bias), Hₜ = o ∘ h(Cₜ) over a sequence, with the gates i,
 * o, f = f(Xₜ·Wᵀ + Hₜ₋₁·Rᵀ + P ∘ C + bias), where C is Cₜ for o and Cₜ₋₁ for the others; {@code
 * inputForget} makes f = 1 − i. The gates are in the order i, o, f, c; shapes as in {@link
 * Recurrence}.
 */
public record LSTM(Settings settings, boolean inputForget) implements Op {
  private static final String[] DEFAULTS = {"Sigmoid", "Tanh", "Tanh"};

  public static final OpType<LSTM> TYPE =
      OpType.<LSTM>named("LSTM")
          .inputs(3, 8)
          .outputs(0, 3)
          .since(
              14,
              a -> new LSTM(Settings.read(a, true, DEFAULTS), a.getBoolean("input_forget", false)))
          .since(
              7,
              a ->
                  new LSTM(Settings.read(a, false, DEFAULTS), a.getBoolean("input_forget", false)));

  @Override
  public OpType<LSTM> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return new Walk(in).infer();
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return new Walk(in).run();
  }

  private final class Walk extends Recurrence {
    private final Tensor peepholes;

    Walk(Inputs in) {
      super(in, LSTM.this.settings, 4, 2);
      this.peepholes = in.isKnown(PEEPHOLES) ? in.tensor(PEEPHOLES) : null;
    }

    @Override
    void step(int b, int inputAt) {
      for (int j = 0; j < hidden; j++) {
        int at = b * hidden + j;
        double before = c.getDouble(at);
        double i = gate(0, sum(b, inputAt, 0, j) + peep(0, j, before));
        double f = inputForget ? 1 - i : gate(0, sum(b, inputAt, 2, j) + peep(2, j, before));
        double after = f * before + i * gate(1, sum(b, inputAt, 3, j));
        double o = gate(0, sum(b, inputAt, 1, j) + peep(1, j, after));
        c.setDouble(at, after);
        h.setDouble(at, o * settings.activate(direction, 2, after));
      }
    }

    private double gate(int activation, double sum) {
      return settings.activate(direction, activation, sum);
    }

    private double peep(int gate, int j, double state) {
      return peepholes == null
          ? 0
          : peepholes.getDouble((direction * 3 + gate) * hidden + j) * state;
    }
  }
}
