package dev.assam.op.move;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * X[n,c,h,w] with blocks of {@code block}² channels laid out as squares: Y[n,c/block²,h·block,
 * w·block]. Channels count as (row, column, depth), or (depth, row, column) when {@code crd}.
 */
public record DepthToSpace(int block, boolean crd) implements Op {
  public static final OpType<DepthToSpace> TYPE =
      OpType.<DepthToSpace>named("DepthToSpace")
          .since(
              11, a -> new DepthToSpace(block(a), a.getChoice("mode", "DCR", "CRD").equals("CRD")))
          .since(1, a -> new DepthToSpace(block(a), false));

  static int block(Attributes a) {
    int block = a.getInt("blocksize");
    if (block < 1 || block > 32767) {
      throw a.error("blocksize", block + " (allowed: 1 or more)");
    }
    return block;
  }

  @Override
  public OpType<DepthToSpace> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0, 4);
    int channels = shape.dim(1);
    if (channels >= 0 && channels % (block * block) != 0) {
      throw in.shapeError(channels + " channels do not make blocks of " + block + "²");
    }
    return List.of(
        new TensorType(
            in.tensorType(0).dtype(),
            Shape.of(
                shape.dim(0),
                channels < 0 ? -1 : channels / (block * block),
                times(in, shape.dim(2)),
                times(in, shape.dim(3)))));
  }

  private int times(Inputs in, int dim) {
    return dim < 0 ? -1 : in.dimension(dim * (long) block);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Moves.strided(
        x,
        0,
        blocks(y.shape(), x.shape(), block, crd, true),
        y,
        0,
        blocks(y.shape(), x.shape(), block, crd, false),
        new int[] {
          y.shape().dim(0), y.shape().dim(1), x.shape().dim(2), block, x.shape().dim(3), block
        });
    return List.of(y);
  }

  /**
   * Strides along (n, depth, h, row, w, column) of the blocks, in the tensor of blocks as channels
   * ({@code deep}) or in the wide one.
   */
  public static int[] blocks(
      Shape wide, Shape deep, int block, boolean depthFirst, boolean ofDeep) {
    if (!ofDeep) {
      int[] s = wide.strides();
      return new int[] {s[0], s[1], s[2] * block, s[2], block, 1};
    }
    int[] s = deep.strides();
    int depth = depthFirst ? block * block : 1;
    int position = depthFirst ? 1 : wide.dim(1);
    return new int[] {s[0], depth * s[1], s[2], block * position * s[1], 1, position * s[1]};
  }
}
