package dev.assam.op.attention;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.linear.Products;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[b,c,t] = act(bias[c] + Σₖ W[c,0,k] · P[b,c,t+k]) with P the past state [B,C,K−1] (zeros if
 * absent) followed by X [B,C,L]; the second output is the end of P, the next past state.
 *
 * @param activation none, silu or swish, the latter two the same
 */
public record CausalConvWithState(String activation) implements Op {
  public static final OpType<CausalConvWithState> TYPE =
      OpType.<CausalConvWithState>named("CausalConvWithState")
          .inputs(2, 4)
          .outputs(1, 2)
          .since(
              27, a -> new CausalConvWithState(a.getChoice("activation", "none", "silu", "swish")));

  @Override
  public OpType<CausalConvWithState> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Shape x = in.shape(0, 3);
    Shape w = in.shape(1, 3);
    int k = w.dim(2);
    if (k == 0) {
      throw in.shapeError("weight has shape " + w + " (allowed: a kernel of 1 or more)");
    }
    Shape state = Shape.of(x.dim(0), x.dim(1), k - 1);
    check(in, 1, Shape.of(x.dim(1), 1, k));
    check(in, 2, Shape.of(x.dim(1)));
    check(in, 3, state);
    in.dimension((long) x.dim(2) + k - 1);
    return List.of(new TensorType(dtype, x), new TensorType(dtype, state));
  }

  private static void check(Inputs in, int i, Shape wanted) {
    if (in.has(i)) {
      in.sameDType(0, i, DTypes.FLOATS);
      if (!in.shape(i).equals(wanted)) {
        throw in.shapeError(
            "input " + i + " has shape " + in.shape(i) + " (allowed: " + wanted + ")");
      }
    }
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor w = Products.widen(in.tensor(1));
    int channels = x.shape().dim(1);
    int length = x.shape().dim(2);
    int k = w.shape().dim(2);
    int total = length + k - 1;
    Tensor padded = Tensor.allocate(x.dtype(), x.shape().with(2, total));
    Tensor state = Tensor.allocate(x.dtype(), x.shape().with(2, k - 1));
    int rows = padded.size() == 0 ? 0 : padded.size() / total;
    for (int r = 0; r < rows; r++) {
      if (in.has(3)) {
        padded.copyFrom(r * total, in.tensor(3), r * (k - 1), k - 1);
      }
      padded.copyFrom(r * total + k - 1, x, r * length, length);
      state.copyFrom(r * (k - 1), padded, r * total + length, k - 1);
    }
    Tensor from = Products.widen(padded);
    Tensor y = Tensor.allocate(x.type());
    for (int r = 0; r < rows; r++) {
      in.checkTime();
      int c = r % channels;
      double bias = in.has(2) ? in.tensor(2).getDouble(c) : 0;
      for (int t = 0; t < length; t++) {
        double sum = bias;
        for (int i = 0; i < k; i++) {
          sum += w.getDouble(c * k + i) * from.getDouble(r * total + t + i);
        }
        y.setDouble(r * length + t, activation.equals("none") ? sum : sum / (1 + Math.exp(-sum)));
      }
    }
    return List.of(y, state);
  }
}
