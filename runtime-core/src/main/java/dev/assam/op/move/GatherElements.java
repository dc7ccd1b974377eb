package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y[i, j, k] = X[i, indices[i, j, k], k], here for axis 1; Y has the indices' shape. */
public record GatherElements(int axis) implements Op {
  public static final OpType<GatherElements> TYPE =
      OpType.<GatherElements>named("GatherElements")
          .inputs(2)
          .since(11, a -> new GatherElements(a.getInt("axis", 0)));

  @Override
  public OpType<GatherElements> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.INDICES);
    checkIndices(in, axis);
    return List.of(new TensorType(in.tensorType(0).dtype(), in.shape(1)));
  }

  /** Input 1 has input 0's rank and, but for the axis, fits inside its shape. */
  static void checkIndices(Inputs in, int axis) {
    Shape shape = in.shape(0);
    Shape indices = in.shape(1, shape.rank());
    int at = in.axis(axis, shape.rank());
    for (int d = 0; d < shape.rank(); d++) {
      if (d != at && indices.dim(d) > shape.dim(d)) {
        throw in.shapeError("indices of shape " + indices + " are larger than " + shape);
      }
    }
  }

  /** Of each index, the offset of the element of a tensor of {@code shape} that it names. */
  static int[] offsets(Inputs in, Tensor indices, Shape shape, int axis) {
    int at = in.axis(axis, shape.rank());
    int[] strides = shape.strides();
    int along = strides[at];
    strides[at] = 0;
    Odometer position = new Odometer(indices.shape(), strides);
    int[] offsets = new int[indices.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = position.at(0) + Gather.index(in, indices.getLong(i), shape, at) * along;
      position.next();
    }
    return offsets;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Moves.pick(x, 0, offsets(in, indices, x.shape(), axis), y, 0, 1);
    return List.of(y);
  }
}
