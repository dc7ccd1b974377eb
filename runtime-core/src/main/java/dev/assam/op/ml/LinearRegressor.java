package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X[n,c] · coefficients[targets,c]ᵀ + intercepts, transformed; float32. */
public record LinearRegressor(Linear linear, int targets, PostTransform after) implements Op {
  public static final OpType<LinearRegressor> TYPE =
      OpType.<LinearRegressor>named("LinearRegressor")
          .domain(Ml.DOMAIN)
          .since(1, LinearRegressor::of);

  private static LinearRegressor of(Attributes a) {
    int targets = a.getInt("targets", 1);
    return new LinearRegressor(Linear.of(a, targets), targets, PostTransform.of(a));
  }

  @Override
  public OpType<LinearRegressor> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(new TensorType(DType.FLOAT32, linear.infer(in)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    for (int row = 0; row < y.shape().dim(0); row++) {
      double[] scores = linear.row(in.tensor(0), row);
      after.apply(scores);
      for (int t = 0; t < targets; t++) {
        y.setDouble(row * targets + t, scores[t]);
      }
    }
    return List.of(y);
  }
}
