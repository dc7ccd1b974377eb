package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = 1 at the first maximum of X along {@code axis} and 0 elsewhere; X and Y have the same shape.
 * Before opset 13 ({@code flattened}) along all dimensions from {@code axis} on.
 */
public record Hardmax(int axis, boolean flattened) implements Op {
  public static final OpType<Hardmax> TYPE =
      OpType.<Hardmax>named("Hardmax")
          .since(13, a -> new Hardmax(a.getInt("axis", -1), false))
          .since(1, a -> new Hardmax(a.getInt("axis", 1), true));

  @Override
  public OpType<Hardmax> type() {
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
      int best = at;
      for (int k = 1; k < lanes.length(); k++) {
        int next = at + k * lanes.inner();
        if (x.getDouble(next) > x.getDouble(best)) {
          best = next;
        }
      }
      y.setDouble(best, 1);
    }
    return List.of(y);
  }
}
