package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * The slices of X along {@code axis} where the condition is true; of the flattened X without an
 * axis.
 */
public record Compress(Integer axis) implements Op {
  public static final OpType<Compress> TYPE =
      OpType.<Compress>named("Compress")
          .inputs(2)
          .since(9, a -> new Compress(a.has("axis") ? a.getInt("axis") : null));

  @Override
  public OpType<Compress> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.BOOLS);
    Shape shape = shape(in);
    int at = axis == null ? 0 : in.axis(axis, shape.rank());
    if (in.shape(1, 1).dim(0) > shape.dim(at)) {
      throw in.shapeError(in.shape(1) + " conditions for axis " + at + " of " + shape);
    }
    int count = in.isKnown(1) ? indices(in.tensor(1)).length : -1;
    return List.of(new TensorType(in.tensorType(0).dtype(), shape.with(at, count)));
  }

  private Shape shape(Inputs in) {
    Shape shape = in.shape(0);
    return axis == null ? Shape.of(in.dimension(shape.elements())) : shape;
  }

  private static int[] indices(Tensor condition) {
    int count = 0;
    int[] indices = new int[condition.size()];
    for (int i = 0; i < indices.length; i++) {
      if (condition.getBoolean(i)) {
        indices[count++] = i;
      }
    }
    return Arrays.copyOf(indices, count);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int[] offsets = indices(in.tensor(1));
    Tensor y = Tensor.allocate(infer(in).get(0));
    if (y.size() == 0) {
      return List.of(y);
    }
    Shape shape = shape(in);
    int at = axis == null ? 0 : in.axis(axis, shape.rank());
    int inner = (int) shape.product(at + 1, shape.rank());
    int outer = (int) shape.product(0, at);
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] *= inner;
    }
    for (int o = 0; o < outer; o++) {
      Moves.pick(x, o * shape.dim(at) * inner, offsets, y, o * offsets.length * inner, inner);
    }
    return List.of(y);
  }
}
