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
 * Numbers from the normal distribution of this mean and standard deviation ({@code scale}), of the
 * given shape, or like the input, then null. The type may be null there, too.
 */
public record RandomNormal(DType dtype, List<Integer> shape, float mean, float scale, Float seed)
    implements Op {
  public static final OpType<RandomNormal> TYPE =
      OpType.<RandomNormal>named("RandomNormal")
          .inputs(0)
          .impure()
          .since(1, a -> new RandomNormal(a, DType.FLOAT32, RandomUniform.shape(a)));
  public static final OpType<RandomNormal> LIKE =
      OpType.<RandomNormal>named("RandomNormalLike")
          .impure()
          .since(1, a -> new RandomNormal(a, null, null));

  private RandomNormal(Attributes a, DType dtype, List<Integer> shape) {
    this(
        a.getDType("dtype", dtype),
        shape,
        a.getFloat("mean", 0),
        a.getFloat("scale", 1),
        RandomUniform.seed(a));
  }

  @Override
  public OpType<RandomNormal> type() {
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
      y.setDouble(i, mean + scale * random.normal());
    }
    return List.of(y);
  }
}
