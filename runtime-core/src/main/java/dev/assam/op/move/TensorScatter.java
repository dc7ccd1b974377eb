package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The cache X with the update written into each batch along {@code axis}, from the batch's write
 * index on (0 if there are none); {@code circular} ones go on at the beginning.
 */
public record TensorScatter(int axis, boolean circular) implements Op {
  public static final OpType<TensorScatter> TYPE =
      OpType.<TensorScatter>named("TensorScatter")
          .inputs(2, 3)
          .since(
              24,
              a ->
                  new TensorScatter(
                      a.getInt("axis", -2),
                      a.getChoice("mode", "linear", "circular").equals("circular")));

  @Override
  public OpType<TensorScatter> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.ALL);
    Shape cache = in.shape(0);
    Shape update = in.shape(1, cache.rank());
    int at = in.axis(axis, cache.rank());
    if (at == 0) {
      throw in.shapeError("axis " + axis + " is the batch axis of " + cache);
    }
    if (!cache.without(at).equals(update.without(at)) || update.dim(at) > cache.dim(at)) {
      throw in.shapeError("update " + update + " does not go into cache " + cache);
    }
    if (in.has(2)) {
      in.dtype(2, DTypes.INDICES);
      if (in.shape(2, 1).dim(0) != cache.dim(0)) {
        throw in.shapeError(in.shape(2) + " write indices for cache " + cache);
      }
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor update = in.tensor(1);
    Tensor y = Tensor.allocate(in.tensor(0).type());
    y.copyFrom(0, in.tensor(0), 0, y.size());
    Shape shape = y.shape();
    int at = in.axis(axis, shape.rank());
    int length = shape.dim(at);
    int steps = update.shape().dim(at);
    if (update.size() == 0) {
      return List.of(y);
    }
    int rows = (int) shape.product(1, at);
    int inner = (int) shape.product(at + 1, shape.rank());
    for (int batch = 0; batch < shape.dim(0); batch++) {
      long start = in.has(2) ? in.tensor(2).getLong(batch) : 0;
      if (start < 0 || start > length - (circular ? 1 : steps)) {
        throw in.shapeError(
            "write index " + start + " with " + steps + " steps for length " + length);
      }
      for (int row = 0; row < rows; row++) {
        for (int step = 0; step < steps; step++) {
          int to = (batch * rows + row) * length + (int) ((start + step) % length);
          int from = (batch * rows + row) * steps + step;
          y.copyFrom(to * inner, update, from * inner, inner);
        }
      }
    }
    return List.of(y);
  }
}
