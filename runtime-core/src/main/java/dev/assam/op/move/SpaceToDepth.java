package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X[n,c,h,w] with squares of {@code block}² moved into the channels, counted (row, column, c). */
public record SpaceToDepth(int block) implements Op {
  public static final OpType<SpaceToDepth> TYPE =
      OpType.<SpaceToDepth>named("SpaceToDepth")
          .since(1, a -> new SpaceToDepth(DepthToSpace.block(a)));

  @Override
  public OpType<SpaceToDepth> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.shape(0, 4);
    if (shape.dim(2) % block != 0 || shape.dim(3) % block != 0) {
      throw in.shapeError(shape + " does not divide into squares of " + block);
    }
    return List.of(
        new TensorType(
            in.tensorType(0).dtype(),
            Shape.of(
                shape.dim(0),
                in.dimension((long) shape.dim(1) * block * block),
                shape.dim(2) / block,
                shape.dim(3) / block)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Shape shape = y.shape();
    Moves.strided(
        x,
        0,
        DepthToSpace.blocks(x.shape(), shape, block, false, false),
        y,
        0,
        DepthToSpace.blocks(x.shape(), shape, block, false, true),
        new int[] {shape.dim(0), x.shape().dim(1), shape.dim(2), block, shape.dim(3), block});
    return List.of(y);
  }
}
