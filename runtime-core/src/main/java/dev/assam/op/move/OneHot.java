package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Along a new axis of length {@code depth} the value {@code on} at each index (from the end if
 * negative), {@code off} elsewhere; inputs are indices, depth and [off, on].
 */
public record OneHot(int axis) implements Op {
  public static final OpType<OneHot> TYPE =
      OpType.<OneHot>named("OneHot").inputs(3).since(9, a -> new OneHot(a.getInt("axis", -1)));

  @Override
  public OpType<OneHot> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.NUMBERS);
    in.dtype(1, DTypes.NUMBERS);
    if (in.shape(2, 1).dim(0) != 2) {
      throw in.shapeError("values have shape " + in.shape(2) + " (allowed: [2])");
    }
    Shape shape = in.shape(0);
    int at = in.axis(axis, shape.rank() + 1);
    int depth = in.dimension(in.scalar(1));
    return List.of(new TensorType(in.tensorType(2).dtype(), shape.insert(at, depth)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor indices = in.tensor(0);
    Tensor values = in.tensor(2);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Moves.fill(y, values);
    if (y.size() == 0) {
      return List.of(y);
    }
    int at = in.axis(axis, y.shape().rank());
    int depth = y.shape().dim(at);
    int inner = (int) y.shape().product(at + 1, y.shape().rank());
    for (int i = 0; i < indices.size(); i++) {
      long index = indices.getLong(i);
      if (index >= -depth && index < depth) {
        int on = (int) (index < 0 ? index + depth : index);
        y.copyFrom((i / inner * depth + on) * inner + i % inner, values, 1, 1);
      }
    }
    return List.of(y);
  }
}
