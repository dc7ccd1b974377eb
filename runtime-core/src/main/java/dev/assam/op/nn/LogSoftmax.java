package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = X − max X − log Σ exp(X − max X) along {@code axis}; X and Y have the same shape. Before
 * opset 13 ({@code flattened}) along all dimensions from {@code axis} on.
 */
public record LogSoftmax(int axis, boolean flattened) implements Op {
  public static final OpType<LogSoftmax> TYPE =
      OpType.<LogSoftmax>named("LogSoftmax")
          .since(13, a -> new LogSoftmax(a.getInt("axis", -1), false))
          .since(1, a -> new LogSoftmax(a.getInt("axis", 1), true));

  @Override
  public OpType<LogSoftmax> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    Lanes.of(in, in.ranked(0), axis, flattened);
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    return List.of(logSoftmax(x, Lanes.of(in, x.shape(), axis, flattened)));
  }

  /** The log-softmax of a tensor along one axis. */
  public static Tensor logSoftmax(Inputs in, Tensor x, int axis) {
    return logSoftmax(x, Lanes.of(in, x.shape(), axis, false));
  }

  private static Tensor logSoftmax(Tensor x, Lanes lanes) {
    Tensor y = Tensor.allocate(x.type());
    int step = lanes.inner();
    for (int lane = 0; lane < lanes.count(); lane++) {
      int at = lanes.start(lane);
      double max = Softmax.max(x, at, step, lanes.length());
      double log = Math.log(Softmax.expSum(x, at, step, lanes.length(), max));
      for (int k = 0; k < lanes.length(); k++) {
        y.setDouble(at + k * step, x.getDouble(at + k * step) - max - log);
      }
    }
    return y;
  }
}
