package dev.assam.op.cast;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y = the bits of X read as elements of the type {@code to}, which are as wide. */
public record BitCast(DType to) implements Op {
  public static final OpType<BitCast> TYPE =
      OpType.<BitCast>named("BitCast")
          .since(
              26,
              a -> {
                a.require("to");
                return new BitCast(a.getDType("to", null));
              });

  @Override
  public OpType<BitCast> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType from = in.dtype(0);
    if (from.bits() != to.bits() || to == DType.STRING) {
      throw in.typeError(from + " to " + to + " (allowed: types of the same width)");
    }
    return List.of(new TensorType(to, in.tensorType(0).shape()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(to, x.shape());
    for (int i = 0; i < x.size(); i++) {
      if (to.bits() < 8) {
        y.setLong(i, x.bits(i));
      } else {
        y.setBits(i, x.bits(i));
      }
    }
    return List.of(y);
  }
}
