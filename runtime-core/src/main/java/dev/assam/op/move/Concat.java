package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The inputs one after the other along {@code axis}; their other dimensions are equal. */
public record Concat(int axis) implements Op {
  public static final OpType<Concat> TYPE =
      OpType.<Concat>named("Concat")
          .inputs(1, Integer.MAX_VALUE)
          .since(4, a -> new Concat(a.getInt("axis")))
          .since(1, a -> new Concat(a.getInt("axis", 1)));

  @Override
  public OpType<Concat> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      in.ranked(i);
      in.sameDType(0, i, DTypes.ALL);
      types.add(in.tensorType(i));
    }
    return List.of(infer(in, types, axis));
  }

  /** The type of these tensors, at least one, joined along an axis. */
  public static TensorType infer(Inputs in, List<TensorType> types, int axis) {
    Shape first = types.get(0).shape();
    int at = in.axis(axis, first.rank());
    Shape others = first.without(at);
    long sum = 0;
    boolean known = true;
    for (int i = 0; i < types.size(); i++) {
      Shape shape = types.get(i).shape();
      if (types.get(i).dtype() != types.get(0).dtype()
          || shape.rank() != first.rank()
          || !shape.without(at).fits(others)) {
        throw in.shapeError(
            types.get(0) + " and " + types.get(i) + " (part " + i + ") do not join at axis " + at);
      }
      others = others.refined(shape.without(at));
      known &= shape.dim(at) >= 0;
      sum += shape.dim(at);
    }
    return new TensorType(types.get(0).dtype(), others.insert(at, known ? in.dimension(sum) : -1));
  }

  @Override
  public long[] sizes(Inputs in) {
    long[] all = {};
    for (int i = 0; i < in.size(); i++) {
      long[] part = in.sizes(i);
      if (part == null) {
        return null;
      }
      all = Arrays.copyOf(all, all.length + part.length);
      System.arraycopy(part, 0, all, all.length - part.length, part.length);
    }
    return all;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      parts.add(in.tensor(i));
    }
    return List.of(join(parts, infer(in).get(0), axis));
  }

  /** These tensors joined along an axis into one of the given type. */
  public static Tensor join(List<Tensor> parts, TensorType type, int axis) {
    Tensor y = Tensor.allocate(type);
    Shape shape = y.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int outer = y.size() == 0 ? 0 : (int) shape.product(0, at);
    int row = outer == 0 ? 0 : y.size() / outer;
    int done = 0;
    for (Tensor part : parts) {
      int own = outer == 0 ? 0 : part.size() / outer;
      Moves.strided(
          part, 0, new int[] {own, 1}, y, done, new int[] {row, 1}, new int[] {outer, own});
      done += own;
    }
    return y;
  }
}
