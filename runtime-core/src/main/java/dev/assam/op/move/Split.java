package dev.assam.op.move;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * X cut along {@code axis} into parts of the given {@code sizes} (null: those of the second input),
 * else into as many equal parts as there are outputs; from opset 18 ({@code uneven}) the last of
 * {@code parts} may be smaller.
 */
public record Split(int axis, List<Long> sizes, int parts, boolean uneven) implements Op {
  public static final OpType<Split> TYPE =
      OpType.<Split>named("Split")
          .inputs(1, 2)
          .outputs(1, Integer.MAX_VALUE)
          .since(18, a -> of(a, null, a.getInt("num_outputs", 0), true))
          .since(13, a -> of(a, null, 0, false))
          .since(2, a -> of(a, a.getLongs("split"), 0, false));

  private static Split of(Attributes a, List<Long> sizes, int parts, boolean uneven) {
    if (parts < 0 || parts == 0 && a.has("num_outputs")) {
      throw a.error("num_outputs", parts + " (allowed: 1 or more)");
    }
    return new Split(a.getInt("axis", 0), sizes, parts, uneven);
  }

  @Override
  public OpType<Split> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    int at = in.axis(axis, shape.rank());
    List<TensorType> types = new ArrayList<>();
    for (int size : sizes(in, shape.dim(at))) {
      types.add(new TensorType(in.tensorType(0).dtype(), shape.with(at, size)));
    }
    return types;
  }

  private int[] sizes(Inputs in, int dim) {
    if (sizes == null && !in.has(1)) {
      int count = parts > 0 ? parts : in.outputs();
      if (count != in.outputs()) {
        throw in.shapeError(count + " parts for " + in.outputs() + " outputs");
      }
      return equalSizes(in, dim, count);
    }
    long[] given = sizes == null ? in.longs(1) : new long[sizes.size()];
    int[] checked = new int[given.length];
    long sum = 0;
    for (int i = 0; i < given.length; i++) {
      checked[i] = in.dimension(sizes == null ? given[i] : sizes.get(i));
      sum += checked[i];
    }
    if ((dim >= 0 && sum != dim) || given.length != in.outputs()) {
      throw in.shapeError(
          Arrays.toString(checked)
              + " for dimension "
              + dim
              + " and "
              + in.outputs()
              + " outputs (allowed: one each, with that sum)");
    }
    return checked;
  }

  private int[] equalSizes(Inputs in, int dim, int count) {
    if (dim < 0) {
      int[] unknown = new int[count];
      Arrays.fill(unknown, count == 1 ? dim : -1);
      return unknown;
    }
    int size = (int) ((dim + (long) count - 1) / count);
    long last = dim - size * (count - 1L);
    if (last != size && !uneven || last < 0) {
      throw in.shapeError("dimension " + dim + " does not split into " + count + " parts");
    }
    int[] equal = new int[count];
    Arrays.fill(equal, size);
    equal[count - 1] = (int) last;
    return equal;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int at = in.axis(axis, x.shape().rank());
    List<Tensor> parts = new ArrayList<>();
    int done = 0;
    for (TensorType type : infer(in)) {
      parts.add(part(x, at, done, type));
      done += type.shape().dim(at);
    }
    return parts;
  }

  /** The part of X of the given type that begins at {@code start} along {@code axis}. */
  public static Tensor part(Tensor x, int axis, int start, TensorType type) {
    Tensor y = Tensor.allocate(type);
    int[] strides = x.shape().strides();
    Moves.strided(
        x, start * strides[axis], strides, y, 0, y.shape().strides(), y.shape().toArray());
    return y;
  }
}
