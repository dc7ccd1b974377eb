package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = exp(X − max X) / Σ exp(X − max X) along {@code axis}; X and Y have the same shape. Before
 * opset 13 ({@code flattened}) along all dimensions from {@code axis} on.
 */
public record Softmax(int axis, boolean flattened) implements Op {
  public static final OpType<Softmax> TYPE =
      OpType.<Softmax>named("Softmax")
          .since(13, a -> new Softmax(a.getInt("axis", -1), false))
          .since(1, a -> new Softmax(a.getInt("axis", 1), true));

  @Override
  public OpType<Softmax> type() {
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
    Tensor y = Tensor.allocate(x.type());
    Lanes lanes = Lanes.of(in, x.shape(), axis, flattened);
    for (int lane = 0; lane < lanes.count(); lane++) {
      int at = lanes.start(lane);
      if (x.dtype() == DType.FLOAT32) {
        softmax(x.floats(), y.floats(), at, lanes.inner(), lanes.length());
      } else {
        softmax(x, y, at, lanes.inner(), lanes.length());
      }
    }
    return List.of(y);
  }

  /** The softmax of {@code length} elements from {@code at} on, {@code step} apart. */
  public static void softmax(Floats x, Floats y, int at, int step, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < length; k++) {
      max = Math.max(max, x.get(at + k * step));
    }
    double sum = 0;
    for (int k = 0; k < length; k++) {
      float e = (float) Math.exp(x.get(at + k * step) - max);
      y.set(at + k * step, e);
      sum += e;
    }
    float scale = (float) (1 / sum);
    for (int k = 0; k < length; k++) {
      y.set(at + k * step, y.get(at + k * step) * scale);
    }
  }

  private static void softmax(Tensor x, Tensor y, int at, int step, int length) {
    double max = max(x, at, step, length);
    double sum = expSum(x, at, step, length, max);
    for (int k = 0; k < length; k++) {
      y.setDouble(at + k * step, Math.exp(x.getDouble(at + k * step) - max) / sum);
    }
  }

  static double max(Tensor x, int at, int step, int length) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < length; k++) {
      max = Math.max(max, x.getDouble(at + k * step));
    }
    return max;
  }

  /** Σ exp(X − max). */
  static double expSum(Tensor x, int at, int step, int length, double max) {
    double sum = 0;
    for (int k = 0; k < length; k++) {
      sum += Math.exp(x.getDouble(at + k * step) - max);
    }
    return sum;
  }
}
