package dev.assam.op.random;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The data itself, or when training, data · mask / (1 − ratio), the mask being false with the
 * probability ratio. Ratio and whether to train are inputs 1 and 2, in older opsets attributes.
 *
 * @param ratio null where it is an input
 * @param mode whether the mask is of bool, and what opsets without the third input do
 */
public record Dropout(Float ratio, Mode mode, Long seed) implements Op {
  /** What changed with the opsets. */
  public enum Mode {
    /** Until 6, unless is_test. */
    TRAINING,
    /** Until 6 if is_test, and until 9. */
    INFERENCE,
    /** Until 11; the mask became bool. */
    INFERENCE_BOOL,
    /** As input 2 says. */
    AS_INPUT
  }

  public static final OpType<Dropout> TYPE =
      OpType.<Dropout>named("Dropout")
          .inputs(1, 3)
          .outputs(1, 2)
          .impure()
          .since(12, a -> new Dropout(null, Mode.AS_INPUT, a.has("seed") ? seed(a) : null))
          .since(10, a -> new Dropout(a.getFloat("ratio", 0.5f), Mode.INFERENCE_BOOL, null))
          .since(7, a -> new Dropout(a.getFloat("ratio", 0.5f), Mode.INFERENCE, null))
          .since(
              6,
              a ->
                  new Dropout(
                      a.getFloat("ratio", 0.5f),
                      a.getBoolean("is_test", false) ? Mode.INFERENCE : Mode.TRAINING,
                      null));

  private static Long seed(Attributes a) {
    return a.getLong("seed", 0);
  }

  @Override
  public OpType<Dropout> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    TensorType x = new TensorType(in.dtype(0, DTypes.FLOATS), in.tensorType(0).shape());
    if (mode == Mode.AS_INPUT && in.has(1)) {
      in.dtype(1, DTypes.FLOATS);
    }
    if (mode == Mode.AS_INPUT && in.has(2)) {
      in.dtype(2, DTypes.BOOLS);
    }
    return List.of(x, new TensorType(maskType(x.dtype()), x.shape()));
  }

  private DType maskType(DType data) {
    return mode == Mode.TRAINING || mode == Mode.INFERENCE ? data : DType.BOOL;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor mask = Tensor.allocate(maskType(x.dtype()), x.shape());
    double share = isTraining(in) ? ratio(in) : 0;
    if (share == 0) {
      for (int i = 0; i < x.size(); i++) {
        mask.setLong(i, 1);
      }
      return List.of(x, mask);
    }
    Tensor y = Tensor.allocate(x.type());
    RandomSource random = seed == null ? RandomSource.of(in, null) : new RandomSource(seed);
    double scale = 1 / (1 - share);
    for (int i = 0; i < x.size(); i++) {
      boolean kept = random.uniform() >= share;
      mask.setLong(i, kept ? 1 : 0);
      y.setDouble(i, kept ? x.getDouble(i) * scale : 0);
    }
    return List.of(y, mask);
  }

  private boolean isTraining(Inputs in) {
    return mode == Mode.TRAINING || mode == Mode.AS_INPUT && in.has(2) && in.scalar(2) != 0;
  }

  private double ratio(Inputs in) {
    double share = 0.5;
    if (ratio != null) {
      share = ratio;
    } else if (in.has(1)) {
      Tensor given = in.tensor(1);
      if (given.size() != 1) {
        throw in.shapeError("ratio is " + given + " (allowed: one number)");
      }
      share = given.getDouble(0);
    }
    if (!(share >= 0 && share < 1)) {
      throw in.shapeError("ratio is " + share + " (allowed: 0 to below 1)");
    }
    return share;
  }
}
