package dev.assam.op.move;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The slices of X that the last dimension of the indices names, each an index into X's dimensions
 * from {@code batchDims} on; the first {@code batchDims} dimensions of both run together.
 */
public record GatherND(int batchDims) implements Op {
  public static final OpType<GatherND> TYPE =
      OpType.<GatherND>named("GatherND")
          .inputs(2)
          .since(12, a -> new GatherND(a.getInt("batch_dims", 0)))
          .since(11, a -> new GatherND(0));

  @Override
  public OpType<GatherND> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.INDICES);
    Shape shape = in.shape(0);
    Shape indices = in.shape(1);
    int rank = indices.rank();
    int depth = checkDepth(in, shape, indices, batchDims);
    Shape y = indices.slice(0, rank - 1).concat(shape.slice(batchDims + depth, shape.rank()));
    return List.of(new TensorType(in.tensorType(0).dtype(), y));
  }

  /** How many dimensions of X, after the first {@code batchDims}, one index names. */
  static int checkDepth(Inputs in, Shape shape, Shape indices, int batchDims) {
    int rank = indices.rank();
    if (rank == 0
        || batchDims < 0
        || batchDims >= rank
        || batchDims > shape.rank()
        || indices.dim(rank - 1) > shape.rank() - batchDims
        || !indices.slice(0, batchDims).equals(shape.slice(0, batchDims))) {
      throw in.shapeError("indices of shape " + indices + " do not name slices of " + shape);
    }
    return indices.dim(rank - 1);
  }

  /** Of each index, the offset of the slice of a tensor of {@code shape} that it names. */
  static int[] offsets(Inputs in, Tensor indices, Shape shape, int batchDims) {
    int rank = indices.shape().rank();
    int depth = indices.shape().dim(rank - 1);
    int[] strides = shape.strides();
    int[] offsets = new int[(int) indices.shape().product(0, rank - 1)];
    int batches = (int) indices.shape().product(0, batchDims);
    int batchSize = batches == 0 ? 0 : offsets.length / batches;
    int batchStep = batchDims == 0 ? 0 : strides[batchDims - 1];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i / batchSize * batchStep;
      for (int d = 0; d < depth; d++) {
        int at = Gather.index(in, indices.getLong(i * depth + d), shape, batchDims + d);
        offsets[i] += at * strides[batchDims + d];
      }
    }
    return offsets;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    if (y.size() > 0) {
      int[] offsets = offsets(in, indices, x.shape(), batchDims);
      Moves.pick(x, 0, offsets, y, 0, y.size() / offsets.length);
    }
    return List.of(y);
  }
}
