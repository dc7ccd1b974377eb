package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The label of each row's largest score, and the transformed scores. When all weights are for one
 * of two classes they are the second one's: a probability if none is negative, else a logit.
 */
public record TreeEnsembleClassifier(
    Trees trees, Labels labels, List<Double> base, PostTransform after) implements Op {
  public static final OpType<TreeEnsembleClassifier> TYPE =
      OpType.<TreeEnsembleClassifier>named("TreeEnsembleClassifier")
          .domain(Ml.DOMAIN)
          .outputs(1, 2)
          .since(1, TreeEnsembleClassifier::of);

  private static TreeEnsembleClassifier of(Attributes a) {
    Labels labels = Labels.of(a, "classlabels_int64s", "classlabels_strings");
    return new TreeEnsembleClassifier(
        Trees.of(a, "class", labels.size()),
        labels,
        TreeEnsembleRegressor.base(a, labels.size()),
        PostTransform.of(a));
  }

  @Override
  public OpType<TreeEnsembleClassifier> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, Ml.INPUTS);
    int rows = trees.infer(in).dim(0);
    return List.of(
        new TensorType(labels.dtype(), Shape.of(rows)),
        new TensorType(DType.FLOAT32, Shape.of(rows, labels.size())));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    List<TensorType> types = infer(in);
    Tensor y = Tensor.allocate(types.get(0));
    Tensor z = Tensor.allocate(types.get(1));
    int columns = trees.infer(in).dim(1);
    double[] scores = new double[labels.size()];
    for (int row = 0; row < y.size(); row++) {
      trees.score(in, x, row * columns, Trees.Aggregate.SUM, scores);
      int best = scores.length == 2 && trees.hasOneTarget() ? binary(scores) : many(scores);
      labels.put(y, row, best);
      for (int k = 0; k < scores.length; k++) {
        z.setDouble(row * scores.length + k, scores[k]);
      }
    }
    return List.of(y, z);
  }

  private int many(double[] scores) {
    int best = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] += base == null ? 0 : base.get(k);
      best = scores[k] > scores[best] ? k : best;
    }
    after.apply(scores);
    return best;
  }

  /** The one score, whichever of the two it was given for, becomes that of the second class. */
  private int binary(double[] scores) {
    double score = scores[0] + scores[1] + (base == null ? 0 : base.get(1));
    boolean probability = trees.allPositive();
    scores[0] = probability ? 1 - score : -score;
    scores[1] = score;
    if (!probability || after == PostTransform.PROBIT) {
      after.apply(scores);
    }
    return score > (probability ? 0.5 : 0) ? 1 : 0;
  }
}
