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
 * The label of each row's largest score, and the transformed scores; one score for two classes is
 * the second one's, its negative the first one's.
 */
public record LinearClassifier(Linear linear, Labels labels, PostTransform after) implements Op {
  public static final OpType<LinearClassifier> TYPE =
      OpType.<LinearClassifier>named("LinearClassifier")
          .domain(Ml.DOMAIN)
          .outputs(1, 2)
          .since(1, LinearClassifier::of);

  private static LinearClassifier of(Attributes a) {
    // multi_class tells how the model was trained and does not matter here.
    a.getInt("multi_class", 0);
    Labels labels = Labels.of(a, "classlabels_ints", "classlabels_strings");
    a.require("coefficients");
    List<Float> intercepts = a.getFloats("intercepts");
    boolean one = labels.size() == 2 && intercepts != null && intercepts.size() == 1;
    return new LinearClassifier(Linear.of(a, one ? 1 : labels.size()), labels, PostTransform.of(a));
  }

  @Override
  public OpType<LinearClassifier> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    int rows = linear.infer(in).dim(0);
    return List.of(
        new TensorType(labels.dtype(), Shape.of(rows)),
        new TensorType(DType.FLOAT32, Shape.of(rows, labels.size())));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    Tensor z = Tensor.allocate(infer(in).get(1));
    for (int row = 0; row < y.size(); row++) {
      double[] scores = linear.row(in.tensor(0), row);
      if (scores.length < labels.size()) {
        scores = new double[] {-scores[0], scores[0]};
      }
      int best = 0;
      for (int k = 1; k < scores.length; k++) {
        best = scores[k] > scores[best] ? k : best;
      }
      labels.put(y, row, best);
      after.apply(scores);
      for (int k = 0; k < scores.length; k++) {
        z.setDouble(row * scores.length + k, scores[k]);
      }
    }
    return List.of(y, z);
  }
}
