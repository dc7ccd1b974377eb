package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y's dimension i is X's dimension {@code perm[i]}; without {@code perm} the order is reversed. */
public record Transpose(List<Integer> perm) implements Op {
  public static final OpType<Transpose> TYPE =
      OpType.<Transpose>named("Transpose").since(1, a -> new Transpose(a.getInts("perm")));

  @Override
  public OpType<Transpose> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    int[] order = order(shape.rank());
    boolean[] seen = new boolean[order.length];
    boolean valid = order.length == shape.rank();
    for (int i = 0; i < order.length && valid; i++) {
      valid = order[i] >= 0 && order[i] < order.length && !seen[order[i]];
      if (valid) {
        seen[order[i]] = true;
      }
    }
    if (!valid) {
      throw in.shapeError("perm is not an order of the dimensions of " + shape);
    }
    int[] dims = new int[order.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(order[i]);
    }
    return List.of(new TensorType(in.tensorType(0).dtype(), Shape.of(dims)));
  }

  /** The input's dimension for each of the output's, for an input of this rank. */
  public int[] order(int rank) {
    int[] order = new int[perm == null ? rank : perm.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = perm == null ? rank - 1 - i : perm.get(i);
    }
    return order;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    int[] strides = x.shape().strides();
    int[] order = order(strides.length);
    int[] from = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      from[i] = strides[order[i]];
    }
    Moves.strided(x, 0, from, y, 0, y.shape().strides(), y.shape().toArray());
    return List.of(y);
  }
}
