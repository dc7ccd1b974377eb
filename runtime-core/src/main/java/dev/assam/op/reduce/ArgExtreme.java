package dev.assam.op.reduce;

import dev.assam.op.Attributes;
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
 * Y = the index along {@code axis} of X's largest ({@code max}) or smallest element, the first one
 * or, if {@code selectLast}, the last; int64. NaN counts as larger and smaller than everything.
 */
public record ArgExtreme(boolean max, int axis, boolean keepDims, boolean selectLast)
    implements Op {
  public static final OpType<ArgExtreme> ARG_MAX =
      OpType.<ArgExtreme>named("ArgMax")
          .since(12, a -> of(true, a, a.getBoolean("select_last_index", false)))
          .since(1, a -> of(true, a, false));
  public static final OpType<ArgExtreme> ARG_MIN =
      OpType.<ArgExtreme>named("ArgMin")
          .since(12, a -> of(false, a, a.getBoolean("select_last_index", false)))
          .since(1, a -> of(false, a, false));

  private static ArgExtreme of(boolean max, Attributes a, boolean selectLast) {
    return new ArgExtreme(max, a.getInt("axis", 0), a.getBoolean("keepdims", true), selectLast);
  }

  @Override
  public OpType<ArgExtreme> type() {
    return max ? ARG_MAX : ARG_MIN;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.NUMBERS);
    Shape x = in.shape(0);
    int along = in.axis(axis, x.rank());
    if (x.dim(along) == 0) {
      throw in.shapeError("axis " + axis + " of " + x + " is empty");
    }
    return List.of(new TensorType(DType.INT64, keepDims ? x.with(along, 1) : x.without(along)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    int along = in.axis(axis, x.shape().rank());
    int length = x.shape().dim(along);
    int inner = (int) x.shape().product(along + 1, x.shape().rank());
    for (int i = 0; i < y.size(); i++) {
      int at = i / inner * length * inner + i % inner;
      int best = 0;
      for (int k = 1; k < length; k++) {
        int order = compare(x, at + k * inner, at + best * inner);
        if (order > 0 || (order == 0 && selectLast)) {
          best = k;
        }
      }
      y.longs().set(i, best);
    }
    return List.of(y);
  }

  /** Positive if element {@code i} is to be preferred over element {@code j}. */
  private int compare(Tensor x, int i, int j) {
    if (x.dtype().isFloat()) {
      double a = x.getDouble(i);
      double b = x.getDouble(j);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return (Double.isNaN(a) ? 1 : 0) - (Double.isNaN(b) ? 1 : 0);
      }
      return a == b ? 0 : (a > b) == max ? 1 : -1;
    }
    long flip = x.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
    int order = Long.compare(x.getLong(i) ^ flip, x.getLong(j) ^ flip);
    return max ? order : -order;
  }
}
