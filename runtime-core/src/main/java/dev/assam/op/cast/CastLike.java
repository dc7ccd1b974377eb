package dev.assam.op.cast;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y = the first input as elements of the second input's type; otherwise as {@link Cast}. */
public record CastLike(boolean saturate, String roundMode) implements Op {
  public static final OpType<CastLike> TYPE =
      OpType.<CastLike>named("CastLike")
          .inputs(2)
          .since(24, a -> new CastLike(a.getBoolean("saturate", true), Cast.roundMode(a)))
          .since(19, a -> new CastLike(a.getBoolean("saturate", true), "up"))
          .since(15, a -> new CastLike(true, "up"));

  @Override
  public OpType<CastLike> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0);
    return List.of(new TensorType(in.dtype(1), in.tensorType(0).shape()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(new Conversion(saturate, roundMode).convert(in, in.tensor(0), in.dtype(1)));
  }
}
