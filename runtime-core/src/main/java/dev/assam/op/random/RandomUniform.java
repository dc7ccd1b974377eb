package dev.assam.op.random;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Numbers spread evenly from {@code low} to below {@code high}, of the given shape, or like the
 * input, then null. The type may be null there, too.
 */
public record RandomUniform(DType dtype, List<Integer> shape, float low, float high, Float seed)
    implements Op {
  public static final OpType<RandomUniform> TYPE =
      OpType.<RandomUniform>named("RandomUniform")
          .inputs(0)
          .impure()
          .since(1, a -> new RandomUniform(a, DType.FLOAT32, shape(a)));
  public static final OpType<RandomUniform> LIKE =
      OpType.<RandomUniform>named("RandomUniformLike")
          .impure()
          .since(1, a -> new RandomUniform(a, null, null));

  private RandomUniform(Attributes a, DType dtype, List<Integer> shape) {
    this(a.getDType("dtype", dtype), shape, a.getFloat("low", 0), a.getFloat("high", 1), seed(a));
  }

  /** The required shape. */
  static List<Integer> shape(Attributes a) {
    a.require("shape");
    return a.getInts("shape");
  }

  /** The seed, or null. */
  static Float seed(Attributes a) {
    return a.has("seed") ? (Float) a.getFloat("seed") : null;
  }

  @Override
  public OpType<RandomUniform> type() {
    return shape == null ? LIKE : TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(RandomSource.type(in, dtype, shape));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(RandomSource.type(in, dtype, shape));
    RandomSource random = RandomSource.of(in, seed);
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(i, random.uniform(y.dtype(), low, high));
    }
    return List.of(y);
  }
}
