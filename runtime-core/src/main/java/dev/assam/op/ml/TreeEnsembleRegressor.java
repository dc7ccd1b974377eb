package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** As {@link TreeEnsemble}, plus base values, with nodes named by tree and node; float32. */
public record TreeEnsembleRegressor(
    Trees trees, int targets, Trees.Aggregate aggregate, List<Double> base, PostTransform after)
    implements Op {
  public static final OpType<TreeEnsembleRegressor> TYPE =
      OpType.<TreeEnsembleRegressor>named("TreeEnsembleRegressor")
          .domain(Ml.DOMAIN)
          .since(1, TreeEnsembleRegressor::of);

  private static TreeEnsembleRegressor of(Attributes a) {
    int targets = a.getInt("n_targets", 1);
    if (targets < 1 || targets > Trees.MAX_TARGETS) {
      throw a.error("n_targets", targets + " (allowed: 1.." + Trees.MAX_TARGETS + ")");
    }
    return new TreeEnsembleRegressor(
        Trees.of(a, "target", targets),
        targets,
        Trees.Aggregate.valueOf(a.getChoice("aggregate_function", "SUM", "AVERAGE", "MIN", "MAX")),
        base(a, targets),
        PostTransform.of(a));
  }

  /** The base values, one for each target, or null. */
  static List<Double> base(Attributes a, int targets) {
    double[] given = Ml.numbers(a, "base_values");
    if (given == null || given.length == 0) {
      return null;
    }
    if (given.length != targets && given.length != 1) {
      throw a.error("base_values", given.length + " numbers (allowed: " + targets + ")");
    }
    List<Double> base = new ArrayList<>();
    for (int i = 0; i < targets; i++) {
      base.add(given[i % given.length]);
    }
    return base;
  }

  @Override
  public OpType<TreeEnsembleRegressor> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, Ml.INPUTS);
    return List.of(new TensorType(DType.FLOAT32, Shape.of(trees.infer(in).dim(0), targets)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    return List.of(fill(in, y, trees, aggregate, base, after));
  }

  /** Stores the transformed scores of all rows in Y[rows, targets]. */
  static Tensor fill(
      Inputs in,
      Tensor y,
      Trees trees,
      Trees.Aggregate aggregate,
      List<Double> base,
      PostTransform after) {
    Tensor x = in.tensor(0);
    if (y.size() == 0) {
      return y;
    }
    int columns = trees.infer(in).dim(1);
    int targets = y.shape().dim(1);
    double[] scores = new double[targets];
    for (int row = 0; row < y.shape().dim(0); row++) {
      trees.score(in, x, row * columns, aggregate, scores);
      for (int t = 0; t < targets && base != null; t++) {
        scores[t] += base.get(t);
      }
      after.apply(scores);
      for (int t = 0; t < targets; t++) {
        y.setDouble(row * targets + t, scores[t]);
      }
    }
    return y;
  }
}
