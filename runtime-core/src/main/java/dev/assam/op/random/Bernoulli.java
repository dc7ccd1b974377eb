package dev.assam.op.random;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** 1 with the probability that the input holds, else 0, as {@code dtype} or, if null, its type. */
public record Bernoulli(DType dtype, Float seed) implements Op {
  public static final OpType<Bernoulli> TYPE =
      OpType.<Bernoulli>named("Bernoulli")
          .impure()
          .since(15, a -> new Bernoulli(a.getDType("dtype", null), RandomUniform.seed(a)));

  @Override
  public OpType<Bernoulli> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType chosen = dtype == null ? in.dtype(0, DTypes.FLOATS) : dtype;
    in.dtype(0, DTypes.FLOATS);
    if (chosen != DType.BOOL && !DTypes.NUMBERS.contains(chosen)) {
      throw in.typeError("output of " + chosen + " (allowed: bool, " + DTypes.NUMBERS + ")");
    }
    return List.of(new TensorType(chosen, in.tensorType(0).shape()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(dtype == null ? x.dtype() : dtype, x.shape());
    RandomSource random = RandomSource.of(in, seed);
    for (int i = 0; i < y.size(); i++) {
      y.setLong(i, random.uniform() < x.getDouble(i) ? 1 : 0);
    }
    return List.of(y);
  }
}
