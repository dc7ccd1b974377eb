package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
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
    in.axis(axis, in.shape(0).rank());
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    Shape shape = x.shape();
    int from = in.axis(axis, shape.rank());
    int to = flattened ? shape.rank() : from + 1;
    int outer = (int) shape.product(0, from);
    int length = (int) shape.product(from, to);
    int inner = (int) shape.product(to, shape.rank());
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * length * inner + i;
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < length; k++) {
          max = Math.max(max, x.getDouble(at + k * inner));
        }
        double sum = 0;
        for (int k = 0; k < length; k++) {
          sum += Math.exp(x.getDouble(at + k * inner) - max);
        }
        for (int k = 0; k < length; k++) {
          y.setDouble(at + k * inner, Math.exp(x.getDouble(at + k * inner) - max) / sum);
        }
      }
    }
    return List.of(y);
  }
}
