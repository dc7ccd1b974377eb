package dev.assam.op.nn;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Y = (X − mean) / √(var + epsilon) · scale + B per channel; X [N, C, …], the others [C] (opset 7
 * with {@code spatial} 0: [C, …], one for each element of a sample). In training, mean and variance
 * are the batch's, and further outputs are running mean and variance, {@code momentum} · old + (1 −
 * momentum) · batch; before opset 14 asking for these outputs is what makes it training, and two
 * more are the batch's own.
 */
public record BatchNormalization(
    float epsilon, float momentum, boolean spatial, boolean training, boolean trainingByOutputs)
    implements Op {
  public static final OpType<BatchNormalization> TYPE =
      OpType.<BatchNormalization>named("BatchNormalization")
          .inputs(5)
          .outputs(1, 5)
          .since(
              14,
              a ->
                  new BatchNormalization(
                      a.getFloat("epsilon", 1e-5f),
                      a.getFloat("momentum", 0.9f),
                      true,
                      a.getBoolean("training_mode", false),
                      false))
          .since(9, a -> old(a, true))
          .since(7, a -> old(a, a.getBoolean("spatial", true)))
          .since(
              6,
              a -> {
                // Models that are not for inference say so by their outputs, too.
                a.getBoolean("is_test", false);
                return old(a, a.getBoolean("spatial", true));
              });

  private static BatchNormalization old(Attributes a, boolean spatial) {
    return new BatchNormalization(
        a.getFloat("epsilon", 1e-5f), a.getFloat("momentum", 0.9f), spatial, false, true);
  }

  @Override
  public OpType<BatchNormalization> type() {
    return TYPE;
  }

  private boolean trains(Inputs in) {
    return training || (trainingByOutputs && in.outputs() > 1 && wantsMore(in));
  }

  private static boolean wantsMore(Inputs in) {
    return in.wants(1) || in.wants(2) || in.wants(3) || in.wants(4);
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Shape x = in.ranked(0);
    if (x.rank() < 1) {
      throw in.shapeError("X is a scalar (allowed: [N, C, …])");
    }
    Shape statistics = statistics(x);
    for (int i = 1; i < 5; i++) {
      in.dtype(i, DTypes.FLOATS);
      if (!in.ranked(i).fits(statistics)) {
        throw in.shapeError(
            "input " + i + " has shape " + in.shape(i) + " (allowed: " + statistics + ")");
      }
    }
    if (wantsMore(in) && !trains(in)) {
      throw in.shapeError("more than one output is used (allowed: with training_mode 1)");
    }
    List<TensorType> types = new ArrayList<>();
    types.add(new TensorType(dtype, x));
    if (trains(in)) {
      for (int i = 1; i < (trainingByOutputs ? 5 : 3); i++) {
        types.add(new TensorType(in.dtype(i % 2 == 1 ? 3 : 4), statistics));
      }
    }
    return types;
  }

  private Shape statistics(Shape x) {
    if (!spatial) {
      return x.slice(1, x.rank());
    }
    return Shape.of(x.rank() == 1 ? 1 : x.dim(1));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor scale = in.tensor(1);
    Tensor b = in.tensor(2);
    Tensor mean = in.tensor(3);
    Tensor variance = in.tensor(4);
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(Tensor.allocate(x.type()));
    int channels = mean.size();
    int batch = x.shape().dim(0);
    int plane = x.size() == 0 ? 0 : x.size() / batch / channels;
    if (trains(in)) {
      Tensor batchMean = Tensor.allocate(mean.type());
      Tensor batchVariance = Tensor.allocate(variance.type());
      batchStatistics(x, batchMean, batchVariance, batch, channels, plane);
      outputs.add(running(mean, batchMean));
      outputs.add(running(variance, batchVariance));
      outputs.add(batchMean);
      outputs.add(batchVariance);
      mean = batchMean;
      variance = batchVariance;
    }
    for (int c = 0; c < channels; c++) {
      double factor = scale.getDouble(c) / Math.sqrt(variance.getDouble(c) + epsilon);
      double shift = b.getDouble(c) - mean.getDouble(c) * factor;
      for (int n = 0; n < batch; n++) {
        Moments.affine(x, outputs.get(0), (n * channels + c) * plane, plane, factor, shift);
      }
    }
    return outputs;
  }

  private static void batchStatistics(
      Tensor x, Tensor mean, Tensor variance, int batch, int channels, int plane) {
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int n = 0; n < batch; n++) {
        sum += Moments.sumOfPowers(x, (n * channels + c) * plane, plane, 0, false);
      }
      double center = sum / ((double) batch * plane);
      double squares = 0;
      for (int n = 0; n < batch; n++) {
        squares += Moments.sumOfPowers(x, (n * channels + c) * plane, plane, center, true);
      }
      mean.setDouble(c, center);
      variance.setDouble(c, squares / ((double) batch * plane));
    }
  }

  private Tensor running(Tensor old, Tensor batch) {
    Tensor running = Tensor.allocate(old.type());
    for (int c = 0; c < old.size(); c++) {
      running.setDouble(c, old.getDouble(c) * momentum + batch.getDouble(c) * (1 - momentum));
    }
    return running;
  }
}
