package dev.assam.op.move;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y is X, but Y[i, indices[i, j, k], k] joined with updates[i, j, k], here for axis 1. Before opset
 * 11 it is called Scatter.
 */
public record ScatterElements(boolean old, int axis, Scattering reduction) implements Op {
  public static final OpType<ScatterElements> TYPE =
      OpType.<ScatterElements>named("ScatterElements")
          .inputs(3)
          .since(18, a -> of(a, "none", "add", "mul", "max", "min"))
          .since(16, a -> of(a, "none", "add", "mul"))
          .since(11, a -> new ScatterElements(false, a.getInt("axis", 0), Scattering.NONE));

  public static final OpType<ScatterElements> OLD_TYPE =
      OpType.<ScatterElements>named("Scatter")
          .inputs(3)
          .since(9, a -> new ScatterElements(true, a.getInt("axis", 0), Scattering.NONE));

  private static ScatterElements of(Attributes a, String... reductions) {
    return new ScatterElements(false, a.getInt("axis", 0), Scattering.of(a, reductions));
  }

  @Override
  public OpType<ScatterElements> type() {
    return old ? OLD_TYPE : TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.INDICES);
    reduction.check(in, 0, 2);
    GatherElements.checkIndices(in, axis);
    if (!in.shape(1).equals(in.shape(2))) {
      throw in.shapeError("indices " + in.shape(1) + " and updates " + in.shape(2) + " differ");
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int[] offsets = GatherElements.offsets(in, in.tensor(1), x.shape(), axis);
    return List.of(reduction.scatter(x, in.tensor(2), offsets, 1));
  }
}
