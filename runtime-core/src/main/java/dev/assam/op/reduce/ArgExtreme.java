package dev.assam.op.reduce;

import dev.assam.op.Attributes;
import dev.assam.op.Elements;
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
  private static final int BLOCK = 512;

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
    Shape x = in.ranked(0);
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
    boolean real = x.dtype().isFloat();
    double[] reals = new double[real ? Math.min(BLOCK, length) : 0];
    long[] longs = new long[real ? 0 : Math.min(BLOCK, length)];
    for (int i = 0; i < y.size(); i++) {
      int at = i / inner * length * inner + i % inner;
      y.longs()
          .set(
              i,
              real ? bestReal(x, at, inner, length, reals) : bestLong(x, at, inner, length, longs));
    }
    return List.of(y);
  }

  private int bestReal(Tensor x, int at, int step, int length, double[] block) {
    int best = 0;
    double extreme = 0;
    for (int done = 0; done < length; done += block.length) {
      int count = Math.min(block.length, length - done);
      Elements.read(x, at + done * step, step, block, 0, count);
      for (int k = 0; k < count; k++) {
        double v = block[k];
        if ((max ? v > extreme : v < extreme)
            || (selectLast && v == extreme)
            || done + k == 0
            || (Double.isNaN(v) && (selectLast || !Double.isNaN(extreme)))) {
          best = done + k;
          extreme = v;
        }
      }
    }
    return best;
  }

  private int bestLong(Tensor x, int at, int step, int length, long[] block) {
    // Unsigned 64-bit values are in signed order once their highest bit is flipped.
    long flip = x.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
    int best = 0;
    long extreme = 0;
    for (int done = 0; done < length; done += block.length) {
      int count = Math.min(block.length, length - done);
      Elements.read(x, at + done * step, step, block, 0, count);
      for (int k = 0; k < count; k++) {
        long v = block[k] ^ flip;
        if ((max ? v > extreme : v < extreme) || (selectLast && v == extreme) || done + k == 0) {
          best = done + k;
          extreme = v;
        }
      }
    }
    return best;
  }
}
