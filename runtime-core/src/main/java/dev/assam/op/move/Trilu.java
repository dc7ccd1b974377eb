package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The upper (or lower) triangle of each matrix of X, zeros elsewhere; the {@code k} of the second
 * input moves the diagonal up.
 */
public record Trilu(boolean upper) implements Op {
  public static final OpType<Trilu> TYPE =
      OpType.<Trilu>named("Trilu")
          .inputs(1, 2)
          .since(14, a -> new Trilu(a.getBoolean("upper", true)));

  @Override
  public OpType<Trilu> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.shape(0);
    if (shape.rank() < 2) {
      throw in.shapeError("input 0 has shape " + shape + " (allowed: rank 2 or more)");
    }
    if (in.has(1)) {
      in.dtype(1, DTypes.INDICES);
      if (in.shape(1).elements() != 1) {
        throw in.shapeError("k has shape " + in.shape(1) + " (allowed: one element)");
      }
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    long k = in.has(1) ? in.scalar(1) : 0;
    Tensor y = Tensor.allocate(x.type());
    int rank = x.shape().rank();
    int columns = x.shape().dim(rank - 1);
    int rows = x.shape().dim(rank - 2);
    k = Math.max(-rows - 1L, Math.min(k, columns + 1L));
    for (int at = 0, row = 0; at < x.size(); at += columns, row = row + 1 == rows ? 0 : row + 1) {
      int from = upper ? (int) Math.max(0, Math.min(row + k, columns)) : 0;
      int to = upper ? columns : (int) Math.max(0, Math.min(row + k + 1, columns));
      y.copyFrom(at + from, x, at + from, to - from);
    }
    return List.of(y);
  }
}
