package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y is X, but the slices that the last dimension of the indices names joined with the updates. */
public record ScatterND(Scattering reduction) implements Op {
  public static final OpType<ScatterND> TYPE =
      OpType.<ScatterND>named("ScatterND")
          .inputs(3)
          .since(18, a -> new ScatterND(Scattering.of(a, "none", "add", "mul", "max", "min")))
          .since(16, a -> new ScatterND(Scattering.of(a, "none", "add", "mul")))
          .since(11, a -> new ScatterND(Scattering.NONE));

  @Override
  public OpType<ScatterND> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.INDICES);
    reduction.check(in, 0, 2);
    Shape shape = in.shape(0);
    Shape indices = in.shape(1);
    int depth = GatherND.checkDepth(in, shape, indices, 0);
    Shape updates = indices.slice(0, indices.rank() - 1).concat(shape.slice(depth, shape.rank()));
    if (!in.shape(2).equals(updates)) {
      throw in.shapeError("updates have shape " + in.shape(2) + " (allowed: " + updates + ")");
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    Tensor updates = in.tensor(2);
    if (updates.size() == 0) {
      return List.of(x);
    }
    int[] offsets = GatherND.offsets(in, indices, x.shape(), 0);
    return List.of(reduction.scatter(x, updates, offsets, updates.size() / offsets.length));
  }
}
