package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y = (X − mean) / (√variance + 1e-9), mean and variance taken over {@code axes}. */
public record MeanVarianceNormalization(List<Integer> axes) implements Op {
  public static final OpType<MeanVarianceNormalization> TYPE =
      OpType.<MeanVarianceNormalization>named("MeanVarianceNormalization")
          .since(
              9,
              a ->
                  new MeanVarianceNormalization(
                      a.has("axes") ? a.getInts("axes") : List.of(0, 2, 3)));

  @Override
  public OpType<MeanVarianceNormalization> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    kept(in);
    return List.of(in.tensorType(0));
  }

  /** X's shape with 1 for the dimensions that means are taken over. */
  private Shape kept(Inputs in) {
    int[] dims = in.ranked(0).toArray();
    for (int axis : axes) {
      dims[in.axis(axis, dims.length)] = 1;
    }
    return Shape.of(dims);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    if (x.size() == 0) {
      return List.of(y);
    }
    Shape kept = kept(in);
    Odometer at = new Odometer(x.shape(), kept.broadcastStrides(x.shape()));
    double[] mean = new double[kept.size()];
    double[] variance = new double[kept.size()];
    double count = (double) x.size() / kept.size();
    for (int i = 0; i < x.size(); i++, at.next()) {
      mean[at.at(0)] += x.getDouble(i) / count;
    }
    for (int i = 0; i < x.size(); i++, at.next()) {
      double difference = x.getDouble(i) - mean[at.at(0)];
      variance[at.at(0)] += difference * difference / count;
    }
    for (int i = 0; i < x.size(); i++, at.next()) {
      int k = at.at(0);
      y.setDouble(i, (x.getDouble(i) - mean[k]) / (Math.sqrt(variance[k]) + 1e-9));
    }
    return List.of(y);
  }
}
