package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = X / √(mean of X² + epsilon) · scale, the mean taken over the dimensions from {@code axis} on;
 * scale broadcasts to X and gives Y its element type.
 */
public record RMSNormalization(int axis, float epsilon, DType stashType) implements Op {
  public static final OpType<RMSNormalization> TYPE =
      OpType.<RMSNormalization>named("RMSNormalization")
          .inputs(2)
          .since(
              23,
              a ->
                  new RMSNormalization(
                      a.getInt("axis", -1),
                      a.getFloat("epsilon", 1e-5f),
                      a.getDType("stash_type", DType.FLOAT32)));

  @Override
  public OpType<RMSNormalization> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    Shape x = in.ranked(0);
    in.axis(axis, x.rank());
    LayerNormalization.checkBroadcasts(in, 1, x);
    LayerNormalization.checkStash(in, stashType);
    return List.of(new TensorType(in.dtype(1, DTypes.FLOATS), x));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int rank = x.shape().rank();
    int length = x.size() == 0 ? 1 : (int) x.shape().product(in.axis(axis, rank), rank);
    Tensor y = Tensor.allocate(in.dtype(1), x.shape());
    for (int at = 0; at < x.size(); at += length) {
      double meanSquare = Moments.meanOfSquares(x, at, length, 0);
      Moments.affine(x, y, at, length, 1 / Math.sqrt(meanSquare + epsilon), 0);
    }
    LayerNormalization.scaleAndShift(y, in.tensor(1), null);
    return List.of(y);
  }
}
