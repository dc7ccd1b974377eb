package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The coordinates of X's elements that are not 0 (false, ""), one column each, in row-major order.
 */
public record NonZero() implements Op {
  public static final OpType<NonZero> TYPE =
      OpType.<NonZero>named("NonZero").since(9, a -> new NonZero());

  @Override
  public OpType<NonZero> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(new TensorType(DType.INT64, Shape.of(in.shape(0).rank(), -1)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int[] found = new int[x.size()];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      boolean zero = x.dtype() == DType.STRING ? x.strings()[i].isEmpty() : x.getDouble(i) == 0;
      if (!zero) {
        found[count++] = i;
      }
    }
    int rank = x.shape().rank();
    Tensor y = Tensor.allocate(DType.INT64, Shape.of(rank, count));
    for (int k = 0; k < count; k++) {
      int rest = found[k];
      for (int d = rank - 1; d >= 0; d--) {
        y.longs().set(d * count + k, rest % x.shape().dim(d));
        rest /= x.shape().dim(d);
      }
    }
    return List.of(y);
  }
}
