package dev.assam.op.shape;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X as a matrix: the dimensions before {@code axis} are its rows, the others its columns. */
public record Flatten(int axis) implements Op {
  public static final OpType<Flatten> TYPE =
      OpType.<Flatten>named("Flatten").since(1, a -> new Flatten(a.getInt("axis", 1)));

  @Override
  public OpType<Flatten> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    int rank = shape.rank();
    int split = axis == rank ? rank : in.axis(axis, rank);
    int rows = size(in, shape.slice(0, split));
    int columns = size(in, shape.slice(split, rank));
    return List.of(new TensorType(in.tensorType(0).dtype(), Shape.of(rows, columns)));
  }

  private static int size(Inputs in, Shape part) {
    return part.isStatic() ? in.dimension(part.elements()) : part.rank() == 1 ? part.dim(0) : -1;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(in.tensor(0).withShape(infer(in).get(0).shape()));
  }
}
