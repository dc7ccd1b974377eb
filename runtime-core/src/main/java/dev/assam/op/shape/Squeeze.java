package dev.assam.op.shape;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * X without the dimensions of 1 at {@code axes} (null: those of the second input; none at all:
 * every dimension of 1).
 */
public record Squeeze(List<Long> axes) implements Op {
  public static final OpType<Squeeze> TYPE =
      OpType.<Squeeze>named("Squeeze")
          .inputs(1, 2)
          .since(13, a -> new Squeeze(null))
          .since(1, a -> new Squeeze(a.has("axes") ? a.getLongs("axes") : List.of()));

  @Override
  public OpType<Squeeze> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    boolean[] dropped = Unsqueeze.marks(in, axes, shape.rank());
    boolean all = true;
    for (boolean drop : dropped) {
      all &= !drop;
    }
    if (all) {
      shape = in.shape(0);
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < dropped.length; i++) {
      if (dropped[i] && Shape.differ(shape.dim(i), 1)) {
        throw in.shapeError("axis " + i + " of " + shape + " is not 1");
      }
      if (!dropped[i] && !(all && shape.dim(i) == 1)) {
        dims.add(shape.dim(i));
      }
    }
    return List.of(new TensorType(in.tensorType(0).dtype(), Shape.of(dims)));
  }

  @Override
  public long[] sizes(Inputs in) {
    return in.sizes(0);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(in.tensor(0).withShape(infer(in).get(0).shape()));
  }
}
