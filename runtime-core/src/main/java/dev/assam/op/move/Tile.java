package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X repeated along each dimension as often as the second input says. */
public record Tile() implements Op {
  public static final OpType<Tile> TYPE =
      OpType.<Tile>named("Tile").inputs(2).since(6, a -> new Tile());

  @Override
  public OpType<Tile> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    long[] repeats = in.longs(1);
    if (repeats.length != shape.rank()) {
      throw in.shapeError(
          repeats.length + " repeats for " + shape + " (allowed: one for each axis)");
    }
    int[] dims = new int[repeats.length];
    for (int d = 0; d < dims.length; d++) {
      int count = in.dimension(repeats[d]);
      boolean unknown = shape.dim(d) < 0;
      dims[d] =
          unknown ? count == 1 ? shape.dim(d) : -1 : in.dimension(count * (long) shape.dim(d));
    }
    return List.of(new TensorType(in.tensorType(0).dtype(), Shape.of(dims)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    if (y.size() == 0) {
      return List.of(y);
    }
    long[] repeats = in.longs(1);
    int rank = repeats.length;
    int[] xStrides = x.shape().strides();
    int[] yStrides = y.shape().strides();
    int[] from = new int[2 * rank];
    int[] to = new int[2 * rank];
    int[] dims = new int[2 * rank];
    for (int d = 0; d < rank; d++) {
      dims[2 * d] = (int) repeats[d];
      to[2 * d] = yStrides[d] * x.shape().dim(d);
      dims[2 * d + 1] = x.shape().dim(d);
      from[2 * d + 1] = xStrides[d];
      to[2 * d + 1] = yStrides[d];
    }
    Moves.strided(x, 0, from, y, 0, to, dims);
    return List.of(y);
  }
}
