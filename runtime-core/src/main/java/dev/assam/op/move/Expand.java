package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Sizes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X broadcast against the shape that the second input names. */
public record Expand() implements Op {
  public static final OpType<Expand> TYPE =
      OpType.<Expand>named("Expand").inputs(2).since(8, a -> new Expand());

  @Override
  public OpType<Expand> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    long[] wanted = in.isKnown(1) ? in.longs(1) : in.sizes(1);
    int[] dims = new int[wanted == null ? in.longs(1).length : wanted.length];
    for (int d = 0; d < dims.length; d++) {
      dims[d] = Sizes.isKnown(wanted[d]) ? in.dimension(wanted[d]) : Sizes.unknownDim(wanted[d]);
    }
    Shape shape = in.broadcast(in.ranked(0), Shape.of(dims));
    return List.of(new TensorType(in.tensorType(0).dtype(), shape));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Shape shape = y.shape();
    Moves.strided(x, 0, x.shape().broadcastStrides(shape), y, 0, shape.strides(), shape.toArray());
    return List.of(y);
  }
}
