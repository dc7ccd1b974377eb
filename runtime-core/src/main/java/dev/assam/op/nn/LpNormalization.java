package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y = X / (Σ |X|^p)^(1/p) along {@code axis}, 0 where the norm is 0; p is 1 or 2. */
public record LpNormalization(int axis, int p) implements Op {
  public static final OpType<LpNormalization> TYPE =
      OpType.<LpNormalization>named("LpNormalization")
          .since(1, a -> new LpNormalization(a.getInt("axis", -1), a.getInt("p", 2)));

  @Override
  public OpType<LpNormalization> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    in.axis(axis, in.ranked(0).rank());
    if (p != 1 && p != 2) {
      throw in.shapeError("p is " + p + " (allowed: 1, 2)");
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    Lanes lanes = Lanes.of(in, x.shape(), axis, false);
    for (int lane = 0; lane < lanes.count(); lane++) {
      int at = lanes.start(lane);
      double sum = 0;
      for (int k = 0; k < lanes.length(); k++) {
        double value = x.getDouble(at + k * lanes.inner());
        sum += p == 1 ? Math.abs(value) : value * value;
      }
      double norm = p == 1 ? sum : Math.sqrt(sum);
      for (int k = 0; k < lanes.length(); k++) {
        int i = at + k * lanes.inner();
        y.setDouble(i, norm == 0 ? 0 : x.getDouble(i) / norm);
      }
    }
    return List.of(y);
  }
}
