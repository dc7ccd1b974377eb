package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The different elements of X, or slices along {@code axis}, sorted or in the order of their first
 * occurrence; with the index of that, the place of each element among them, and how often each
 * occurs.
 */
public record Unique(Integer axis, boolean sorted) implements Op {
  public static final OpType<Unique> TYPE =
      OpType.<Unique>named("Unique")
          .outputs(1, 4)
          .since(
              11,
              a ->
                  new Unique(
                      a.has("axis") ? a.getInt("axis") : null, a.getBoolean("sorted", true)));

  private static final int MAX_EMPTY = 1 << 20;

  @Override
  public OpType<Unique> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.shape(0);
    Shape y = Shape.of(-1);
    int count = in.dimension(shape.elements());
    if (axis != null) {
      int at = in.axis(axis, shape.rank());
      y = shape.with(at, -1);
      count = shape.dim(at);
    }
    TensorType unknown = new TensorType(DType.INT64, Shape.of(-1));
    return List.of(
        new TensorType(in.tensorType(0).dtype(), y),
        unknown,
        new TensorType(DType.INT64, Shape.of(count)),
        unknown);
  }

  /** The slices of a tensor along an axis, ordered by their elements. */
  private record Slices(long[] keys, int count, int outer, int inner) {
    int compare(int a, int b) {
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
          long x = keys[(o * count + a) * inner + i];
          long y = keys[(o * count + b) * inner + i];
          if (x != y) {
            return x < y ? -1 : 1;
          }
        }
      }
      return 0;
    }

    /** The slices in order, equal ones by position: a merge sort from runs of one upwards. */
    int[] order() {
      int[] from = new int[count];
      int[] to = new int[count];
      for (int i = 0; i < count; i++) {
        from[i] = i;
      }
      for (long run = 1; run < count; run *= 2) {
        for (long start = 0; start < count; start += 2 * run) {
          int middle = (int) Math.min(start + run, count);
          int end = (int) Math.min(start + 2 * run, count);
          int a = (int) start;
          int b = middle;
          for (int i = a; i < end; i++) {
            boolean left = b == end || a < middle && compare(from[a], from[b]) <= 0;
            to[i] = left ? from[a++] : from[b++];
          }
        }
        int[] sorted = to;
        to = from;
        from = sorted;
      }
      return from;
    }
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Shape shape = axis == null ? Shape.of(x.size()) : x.shape();
    int at = axis == null ? 0 : in.axis(axis, shape.rank());
    int dim = shape.dim(at);
    if (x.size() == 0 && dim > MAX_EMPTY) {
      throw in.shapeError(dim + " slices without elements (allowed: up to " + MAX_EMPTY + ")");
    }
    int inner = x.size() == 0 ? 0 : (int) shape.product(at + 1, shape.rank());
    int outer = x.size() == 0 ? 0 : (int) shape.product(0, at);
    Slices slices = new Slices(SortKeys.of(x), dim, outer, inner);
    int[] order = slices.order();
    int[] first = new int[dim];
    int[] group = new int[dim];
    int groups = 0;
    for (int i = 0; i < dim; i++) {
      if (i == 0 || slices.compare(order[i - 1], order[i]) != 0) {
        first[groups++] = order[i];
      }
      group[order[i]] = groups - 1;
    }
    if (!sorted) {
      int[] renamed = new int[groups];
      int[] byOccurrence = new int[dim];
      int next = 0;
      for (int i = 0; i < dim; i++) {
        if (first[group[i]] == i) {
          renamed[group[i]] = next;
          byOccurrence[next++] = i;
        }
      }
      for (int i = 0; i < dim; i++) {
        group[i] = renamed[group[i]];
      }
      first = byOccurrence;
    }
    Tensor y = Tensor.allocate(x.dtype(), shape.with(at, groups));
    int[] offsets = new int[groups];
    long[] counts = new long[groups];
    long[] firsts = new long[groups];
    long[] inverse = new long[dim];
    for (int k = 0; k < groups; k++) {
      offsets[k] = first[k] * inner;
      firsts[k] = first[k];
    }
    for (int i = 0; i < dim; i++) {
      inverse[i] = group[i];
      counts[group[i]]++;
    }
    for (int o = 0; o < outer; o++) {
      Moves.pick(x, o * dim * inner, offsets, y, o * groups * inner, inner);
    }
    return List.of(y, Tensor.ofLongs(firsts), Tensor.ofLongs(inverse), Tensor.ofLongs(counts));
  }
}
