package dev.assam.op.recurrent;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.linear.Products;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Hₜ = (1 − z) ∘ g(Xₜ·Wᵀ + (r ∘ Hₜ₋₁)·Rᵀ + bias) + z ∘ Hₜ₋₁ over a sequence, with the gates z, r =
 * f(Xₜ·Wᵀ + Hₜ₋₁·Rᵀ + bias); {@code linearBeforeReset} applies r after the product. The gates are
 * in the order z, r, h; shapes as in {@link Recurrence}.
 */
public record GRU(Settings settings, boolean linearBeforeReset) implements Op {
  private static final String[] DEFAULTS = {"Sigmoid", "Tanh"};

  public static final OpType<GRU> TYPE =
      OpType.<GRU>named("GRU")
          .inputs(3, 6)
          .outputs(0, 2)
          .since(
              14,
              a ->
                  new GRU(
                      Settings.read(a, true, DEFAULTS), a.getBoolean("linear_before_reset", false)))
          .since(
              7,
              a ->
                  new GRU(
                      Settings.read(a, false, DEFAULTS),
                      a.getBoolean("linear_before_reset", false)));

  @Override
  public OpType<GRU> type() {
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
    private Tensor reset;
    private Tensor product;

    Walk(Inputs in) {
      super(in, GRU.this.settings, 3, 1);
    }

    @Override
    int hiddenColumns() {
      return (linearBeforeReset ? 3 : 2) * hidden;
    }

    @Override
    void step(int b, int inputAt) {
      if (reset == null) {
        reset = Tensor.allocate(h.dtype(), Shape.of(hidden));
        product = Tensor.allocate(h.dtype(), Shape.of(hidden));
      }
      for (int j = 0; j < hidden; j++) {
        double r = settings.activate(direction, 0, sum(b, inputAt, 1, j));
        reset.setDouble(j, linearBeforeReset ? r : r * h.getDouble(b * hidden + j));
      }
      if (!linearBeforeReset) {
        Products.multiply(
            Matrix.rows(reset, 0, hidden),
            new Matrix(recurrent, 2 * hidden, 3 * hidden, 1),
            Matrix.rows(product, 0, hidden),
            1,
            hidden,
            hidden);
      }
      for (int j = 0; j < hidden; j++) {
        double z = settings.activate(direction, 0, sum(b, inputAt, 0, j));
        double candidate =
            linearBeforeReset
                ? reset.getDouble(j)
                    * (fromHidden.getDouble((b * 3 + 2) * hidden + j) + hiddenBias(2, j))
                : product.getDouble(j) + hiddenBias(2, j);
        candidate += fromInput.getDouble(inputAt + 2 * hidden + j) + inputBias(2, j);
        double before = h.getDouble(b * hidden + j);
        double after = settings.activate(direction, 1, candidate);
        h.setDouble(b * hidden + j, (1 - z) * after + z * before);
      }
    }
  }
}
