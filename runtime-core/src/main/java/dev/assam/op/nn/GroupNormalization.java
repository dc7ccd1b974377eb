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
 * Y = (X − mean) / √(variance + epsilon) · scale + bias, mean and variance those of each sample's
 * each group of channels; X [N, C, spatial…], scale and bias [C], or before opset 21 ({@code
 * perGroup}) [groups].
 */
public record GroupNormalization(int groups, float epsilon, boolean perGroup, DType stashType)
    implements Op {
  public static final OpType<GroupNormalization> TYPE =
      OpType.<GroupNormalization>named("GroupNormalization")
          .inputs(3)
          .since(
              21,
              a ->
                  new GroupNormalization(
                      a.getInt("num_groups"),
                      a.getFloat("epsilon", 1e-5f),
                      false,
                      a.getDType("stash_type", DType.FLOAT32)))
          .since(
              18,
              a ->
                  new GroupNormalization(
                      a.getInt("num_groups"), a.getFloat("epsilon", 1e-5f), true, DType.FLOAT32));

  @Override
  public OpType<GroupNormalization> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    LayerNormalization.checkStash(in, stashType);
    Shape x = in.ranked(0);
    if (x.rank() < 2 || groups < 1 || (x.dim(1) >= 0 && x.dim(1) % groups != 0)) {
      throw in.shapeError(
          "X is " + x + " (allowed: [N, C, spatial…] with C divisible by num_groups, 1 or more)");
    }
    Shape expected = Shape.of(perGroup ? groups : x.dim(1));
    for (int i = 1; i < 3; i++) {
      in.sameDType(0, i, DTypes.FLOATS);
      if (!in.ranked(i).fits(expected)) {
        throw in.shapeError(
            "input " + i + " has shape " + in.shape(i) + " (allowed: " + expected + ")");
      }
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor scale = in.tensor(1);
    Tensor bias = in.tensor(2);
    Tensor y = Tensor.allocate(x.type());
    int channels = x.shape().dim(1) / groups;
    int plane = x.size() == 0 ? 0 : x.size() / x.shape().dim(0) / x.shape().dim(1);
    for (int part = 0; x.size() > 0 && part < x.shape().dim(0) * groups; part++) {
      int at = part * channels * plane;
      double mean = Moments.mean(x, at, channels * plane);
      double variance = Moments.meanOfSquares(x, at, channels * plane, mean);
      for (int c = 0; c < channels; c++) {
        int k = perGroup ? part % groups : part % groups * channels + c;
        double factor = scale.getDouble(k) / Math.sqrt(variance + epsilon);
        Moments.affine(x, y, at + c * plane, plane, factor, bias.getDouble(k) - mean * factor);
      }
    }
    return List.of(y);
  }
}
