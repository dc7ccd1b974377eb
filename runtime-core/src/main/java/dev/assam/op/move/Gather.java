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
 * The slices of X along {@code axis} that the indices name; indices count from the end if negative.
 */
public record Gather(int axis) implements Op {
  public static final OpType<Gather> TYPE =
      OpType.<Gather>named("Gather").inputs(2).since(1, a -> new Gather(a.getInt("axis", 0)));

  @Override
  public OpType<Gather> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.INDICES);
    Shape shape = in.ranked(0);
    int at = in.axis(axis, shape.rank());
    Shape y = shape.slice(0, at).concat(in.ranked(1)).concat(shape.slice(at + 1, shape.rank()));
    return List.of(new TensorType(in.tensorType(0).dtype(), y));
  }

  @Override
  public long[] sizes(Inputs in) {
    long[] from = in.sizes(0);
    if (from == null || in.ranked(0).rank() != 1 || !in.isKnown(1)) {
      return null;
    }
    long[] picked = new long[in.tensor(1).size()];
    for (int k = 0; k < picked.length; k++) {
      picked[k] = from[index(in, in.tensor(1).getLong(k), in.shape(0), 0)];
    }
    return picked;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Shape shape = x.shape();
    int at = in.axis(axis, shape.rank());
    int[] offsets = new int[indices.size()];
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = index(in, indices.getLong(k), shape, at);
    }
    if (y.size() == 0) {
      return List.of(y);
    }
    int outer = (int) shape.product(0, at);
    int inner = (int) shape.product(at + 1, shape.rank());
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] *= inner;
    }
    for (int o = 0; o < outer; o++) {
      int from = o * shape.dim(at) * inner;
      Moves.pick(x, from, offsets, y, o * offsets.length * inner, inner);
    }
    return List.of(y);
  }

  /** An index along an axis of {@code shape}, checked and counted from the front. */
  static int index(Inputs in, long index, Shape shape, int axis) {
    int dim = shape.dim(axis);
    if (index < -dim || index >= dim) {
      throw in.shapeError(
          "index "
              + index
              + " out of range for axis "
              + axis
              + " of "
              + shape
              + " (allowed "
              + -dim
              + ".."
              + (dim - 1)
              + ")");
    }
    return (int) (index < 0 ? index + dim : index);
  }
}
