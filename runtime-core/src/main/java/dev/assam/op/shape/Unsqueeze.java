package dev.assam.op.shape;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X with dimensions of 1 put in, at {@code axes} of Y (null: those of the second input). */
public record Unsqueeze(List<Long> axes) implements Op {
  public static final OpType<Unsqueeze> TYPE =
      OpType.<Unsqueeze>named("Unsqueeze")
          .inputs(1, 2)
          .since(13, a -> new Unsqueeze(null))
          .since(
              1,
              a -> {
                a.require("axes");
                return new Unsqueeze(a.getLongs("axes"));
              });

  @Override
  public OpType<Unsqueeze> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    int count = axes != null ? axes.size() : in.longs(1).length;
    boolean[] added = marks(in, axes, in.dimension(shape.rank() + (long) count));
    int[] dims = new int[added.length];
    for (int i = 0, next = 0; i < dims.length; i++) {
      dims[i] = added[i] ? 1 : shape.dim(next++);
    }
    return List.of(new TensorType(in.tensorType(0).dtype(), Shape.of(dims)));
  }

  /**
   * Which of {@code rank} axes are named by the attribute or, where that is null, by the second
   * input if there is one; naming one twice is an error.
   */
  static boolean[] marks(Inputs in, List<Long> axes, int rank) {
    boolean[] marks = new boolean[rank];
    long[] given =
        axes == null && in.has(1) ? in.longs(1) : new long[axes == null ? 0 : axes.size()];
    for (int i = 0; i < given.length; i++) {
      int axis = in.axis(axes == null ? given[i] : axes.get(i), rank);
      if (marks[axis]) {
        throw in.shapeError("axis " + axis + " is named twice");
      }
      marks[axis] = true;
    }
    return marks;
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
