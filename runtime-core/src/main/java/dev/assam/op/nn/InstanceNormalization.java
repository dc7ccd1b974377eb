package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = (X − mean) / √(variance + epsilon) · scale + B, mean and variance those of each sample's each
 * channel; X [N, C, spatial…], scale and B [C].
 */
public record InstanceNormalization(float epsilon) implements Op {
  public static final OpType<InstanceNormalization> TYPE =
      OpType.<InstanceNormalization>named("InstanceNormalization")
          .inputs(3)
          .since(6, a -> new InstanceNormalization(a.getFloat("epsilon", 1e-5f)));

  @Override
  public OpType<InstanceNormalization> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape x = in.ranked(0);
    if (x.rank() < 2) {
      throw in.shapeError("X is " + x + " (allowed: [N, C, spatial…])");
    }
    for (int i = 1; i < 3; i++) {
      in.sameDType(0, i, DTypes.FLOATS);
      if (!in.ranked(i).fits(x.slice(1, 2))) {
        throw in.shapeError(
            "input " + i + " has shape " + in.shape(i) + " (allowed: " + x.slice(1, 2) + ")");
      }
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    int channels = x.shape().dim(1);
    int plane = x.size() == 0 ? 1 : x.size() / x.shape().dim(0) / channels;
    for (int at = 0; at < x.size(); at += plane) {
      int c = at / plane % channels;
      double mean = Moments.mean(x, at, plane);
      double variance = Moments.meanOfSquares(x, at, plane, mean);
      double factor = in.tensor(1).getDouble(c) / Math.sqrt(variance + epsilon);
      Moments.affine(x, y, at, plane, factor, in.tensor(2).getDouble(c) - mean * factor);
    }
    return List.of(y);
  }
}
