package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The k largest (or smallest) elements along {@code axis} and their indices, in order; of equal
 * ones the first comes first. {@code k} is the second input where it is null.
 */
public record TopK(int axis, boolean largest, boolean sorted, Long k) implements Op {
  public static final OpType<TopK> TYPE =
      OpType.<TopK>named("TopK")
          .inputs(1, 2)
          .outputs(1, 2)
          .since(
              11,
              a ->
                  new TopK(
                      a.getInt("axis", -1),
                      a.getBoolean("largest", true),
                      a.getBoolean("sorted", true),
                      null))
          .since(10, a -> new TopK(a.getInt("axis", -1), true, true, null))
          .since(1, a -> new TopK(a.getInt("axis", -1), true, true, (long) a.getInt("k")));

  @Override
  public OpType<TopK> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.NUMBERS);
    Shape shape = in.shape(0);
    int at = in.axis(axis, shape.rank());
    int count = in.dimension(k == null ? in.scalar(1) : k);
    if (count > shape.dim(at)) {
      throw in.shapeError("k is " + count + " for axis " + at + " of " + shape);
    }
    Shape y = shape.with(at, count);
    return List.of(new TensorType(in.dtype(0), y), new TensorType(DType.INT64, y));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    List<TensorType> types = infer(in);
    Tensor values = Tensor.allocate(types.get(0));
    Tensor indices = Tensor.allocate(types.get(1));
    if (values.size() == 0) {
      return List.of(values, indices);
    }
    Shape shape = x.shape();
    int at = in.axis(axis, shape.rank());
    int dim = shape.dim(at);
    int count = values.shape().dim(at);
    int inner = (int) shape.product(at + 1, shape.rank());
    long[] keys = SortKeys.of(x);
    int[] heap = new int[count];
    for (int row = 0; row < x.size() / dim; row++) {
      in.checkTime();
      int from = row / inner * dim * inner + row % inner;
      int to = row / inner * count * inner + row % inner;
      select(keys, from, inner, dim, heap);
      for (int i = 0; i < count; i++) {
        values.copyFrom(to + i * inner, x, from + heap[i] * inner, 1);
        indices.longs().set(to + i * inner, heap[i]);
      }
    }
    return List.of(values, indices);
  }

  /** Fills {@code heap} with the indices of the best elements of a row, the best one first. */
  private void select(long[] keys, int from, int stride, int dim, int[] heap) {
    int count = heap.length;
    for (int i = 0; i < count; i++) {
      heap[i] = i;
    }
    for (int i = count / 2 - 1; i >= 0; i--) {
      sink(keys, from, stride, heap, i, count);
    }
    for (int i = count; i < dim; i++) {
      if (before(keys, from, stride, i, heap[0])) {
        heap[0] = i;
        sink(keys, from, stride, heap, 0, count);
      }
    }
    // The worst is on top; taking it off one by one leaves the best in front.
    for (int last = count - 1; last > 0; last--) {
      int worst = heap[0];
      heap[0] = heap[last];
      heap[last] = worst;
      sink(keys, from, stride, heap, 0, last);
    }
  }

  private void sink(long[] keys, int from, int stride, int[] heap, int i, int count) {
    while (2 * i + 1 < count) {
      int child = 2 * i + 1;
      if (child + 1 < count && before(keys, from, stride, heap[child], heap[child + 1])) {
        child++;
      }
      if (!before(keys, from, stride, heap[i], heap[child])) {
        return;
      }
      int moved = heap[i];
      heap[i] = heap[child];
      heap[child] = moved;
      i = child;
    }
  }

  /** Whether element {@code a} of a row comes before element {@code b} in the result. */
  private boolean before(long[] keys, int from, int stride, int a, int b) {
    long x = keys[from + a * stride];
    long y = keys[from + b * stride];
    return x == y ? a < b : largest ? x > y : x < y;
  }
}
