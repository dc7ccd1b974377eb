package dev.assam.op.move;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * X from {@code starts} to {@code ends} (exclusive) along {@code axes}, in steps: attributes, or
 * inputs where they are null. Positions count from the end if negative and are clamped.
 */
public record Slice(List<Long> starts, List<Long> ends, List<Long> axes) implements Op {
  public static final OpType<Slice> TYPE =
      OpType.<Slice>named("Slice")
          .inputs(1, 5)
          .since(10, a -> new Slice(null, null, null))
          .since(1, Slice::withAttributes);

  private static Slice withAttributes(Attributes a) {
    a.require("starts");
    a.require("ends");
    return new Slice(a.getLongs("starts"), a.getLongs("ends"), a.getLongs("axes"));
  }

  @Override
  public OpType<Slice> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    if (!shape.isStatic() || !isKnown(in)) {
      return List.of(new TensorType(in.tensorType(0).dtype(), partial(in, shape)));
    }
    return List.of(new TensorType(in.tensorType(0).dtype(), Shape.of(range(in, shape, 0))));
  }

  @Override
  public long[] sizes(Inputs in) {
    long[] from = in.sizes(0);
    if (from == null || in.ranked(0).rank() != 1 || !isKnown(in)) {
      return null;
    }
    Shape shape = in.shape(0);
    long[] sliced = new long[range(in, shape, 0)[0]];
    for (int i = 0; i < sliced.length; i++) {
      sliced[i] = from[range(in, shape, 1)[0] + i * range(in, shape, 2)[0]];
    }
    return sliced;
  }

  private boolean isKnown(Inputs in) {
    for (int i = 1; starts == null && i < in.size(); i++) {
      if (in.has(i) && !in.isKnown(i)) {
        return false;
      }
    }
    return true;
  }

  /** What is known of Y's shape where X's, or the values of inputs, are not. */
  private Shape partial(Inputs in, Shape shape) {
    boolean known = isKnown(in);
    int[] dims = shape.toArray();
    if (starts == null && !in.has(3)) {
      // The first dimensions, as many as there are starts.
      Shape count = in.tensorType(1).shape();
      int sliced = count.hasRank() && count.isStatic() ? (int) count.elements() : dims.length;
      Arrays.fill(dims, 0, Math.min(sliced, dims.length), -1);
    } else if (starts == null && !in.isKnown(3)) {
      Arrays.fill(dims, -1);
    } else {
      long[] along = starts == null ? in.longs(3) : axes == null ? null : unbox(axes);
      int count = along == null ? starts.size() : along.length;
      for (int i = 0; i < count && i < dims.length; i++) {
        dims[in.axis(along == null ? i : along[i], dims.length)] = -1;
      }
    }
    if (known) {
      // An unknown dimension may stand for any; the largest possible one shows what fits.
      int[] some = shape.toArray();
      for (int d = 0; d < dims.length; d++) {
        some[d] = some[d] < 0 ? 1 << 30 : some[d];
      }
      int[] sliced = range(in, Shape.of(some), 0);
      for (int d = 0; d < dims.length; d++) {
        boolean all = sliced[d] == some[d] && range(in, Shape.of(some), 2)[d] == 1;
        dims[d] = shape.dim(d) >= 0 ? sliced[d] : all ? shape.dim(d) : -1;
      }
    }
    return Shape.of(dims);
  }

  /** Of each dimension: its size in Y (part 0), or start and step in X (parts 1 and 2). */
  public int[] range(Inputs in, Shape shape, int part) {
    long[] from = starts == null ? in.longs(1) : unbox(starts);
    long[] to = starts == null ? in.longs(2) : unbox(ends);
    long[] along =
        starts != null ? axes == null ? null : unbox(axes) : in.has(3) ? in.longs(3) : null;
    long[] steps = starts == null && in.has(4) ? in.longs(4) : null;
    if (from.length != to.length
        || along != null && along.length != from.length
        || steps != null && steps.length != from.length
        || from.length > shape.rank()) {
      throw in.shapeError("starts, ends, axes and steps differ in length, or are more than axes");
    }
    int[][] range = {shape.toArray(), new int[shape.rank()], new int[shape.rank()]};
    Arrays.fill(range[2], 1);
    boolean[] seen = new boolean[shape.rank()];
    for (int i = 0; i < from.length; i++) {
      int axis = in.axis(along == null ? i : along[i], shape.rank());
      long step = steps == null ? 1 : steps[i];
      if (step == 0 || seen[axis]) {
        throw in.shapeError(step == 0 ? "step 0" : "axis " + axis + " is named twice");
      }
      seen[axis] = true;
      int dim = shape.dim(axis);
      int low = step > 0 ? 0 : -1;
      int high = step > 0 ? dim : dim - 1;
      long start = clamp(from[i], dim, low, high);
      long end = clamp(to[i], dim, low, high);
      long distance = step > 0 ? end - start : start - end;
      // A step longer than the dimension is as good as any such; so it fits an int.
      long stride = Math.max(-dim - 1L, Math.min(step, dim + 1L));
      range[0][axis] = distance <= 0 ? 0 : (int) ((distance - 1) / Math.abs(stride)) + 1;
      range[1][axis] = (int) start;
      range[2][axis] = (int) stride;
    }
    return range[part];
  }

  private static long clamp(long at, int dim, int low, int high) {
    long counted = at < 0 ? at + dim : at;
    return Math.max(low, Math.min(counted, high));
  }

  private static long[] unbox(List<Long> list) {
    long[] values = new long[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i);
    }
    return values;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    int[] starts = range(in, x.shape(), 1);
    int[] steps = range(in, x.shape(), 2);
    int[] strides = x.shape().strides();
    int at = 0;
    for (int d = 0; d < strides.length; d++) {
      at += starts[d] * strides[d];
      // A dimension with one element in Y is not stepped along; the product may not fit.
      strides[d] *= y.shape().dim(d) > 1 ? steps[d] : 1;
    }
    Moves.strided(x, at, strides, y, 0, y.shape().strides(), y.shape().toArray());
    return List.of(y);
  }
}
