package dev.assam.op.shape;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** start, start + delta, start + 2·delta … up to, but not including, limit. */
public record Range() implements Op {
  public static final OpType<Range> TYPE =
      OpType.<Range>named("Range").inputs(3).since(11, a -> new Range());

  @Override
  public OpType<Range> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.sameDType(0, 1, DTypes.NUMBERS);
    in.sameDType(0, 2, DTypes.NUMBERS);
    if (!in.isKnown(0) || !in.isKnown(1) || !in.isKnown(2)) {
      return List.of(new TensorType(dtype, Shape.of(-1)));
    }
    return List.of(new TensorType(dtype, Shape.of(in.dimension(count(in, dtype)))));
  }

  private static long count(Inputs in, DType dtype) {
    long start = in.scalar(0);
    long limit = in.scalar(1);
    long delta = in.scalar(2);
    if (dtype.isFloat()) {
      double from = in.tensor(0).getDouble(0);
      double to = in.tensor(1).getDouble(0);
      double step = in.tensor(2).getDouble(0);
      double count = Math.ceil((to - from) / step);
      if (step == 0 || Double.isNaN(count)) {
        throw in.shapeError("range from " + from + " to " + to + " by " + step);
      }
      return (long) Math.max(0, count);
    }
    if (delta == 0) {
      throw in.shapeError("range from " + start + " to " + limit + " by 0");
    }
    if (delta > 0 ? limit <= start : limit >= start) {
      return 0;
    }
    // The distance as an unsigned number: it may be larger than the largest long.
    long distance = delta > 0 ? limit - start : start - limit;
    return Long.divideUnsigned(distance - 1, Math.abs(delta)) + 1;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor start = in.tensor(0);
    Tensor delta = in.tensor(2);
    in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    for (int i = 0; i < y.size(); i++) {
      if (y.dtype().isFloat()) {
        y.setDouble(i, start.getDouble(0) + i * delta.getDouble(0));
      } else {
        y.setLong(i, start.getLong(0) + i * delta.getLong(0));
      }
    }
    return List.of(y);
  }
}
