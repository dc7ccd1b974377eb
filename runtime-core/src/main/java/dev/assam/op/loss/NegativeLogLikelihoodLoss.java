package dev.assam.op.loss;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * loss[n,…] = −weight[t] · input[n,t,…] for the class t = target[n,…], or the losses' sum, or that
 * over the sum of the weights; input [N, C, …] log-probabilities, target [N, …], weight [C].
 */
public record NegativeLogLikelihoodLoss(Reduction reduction) implements Op {
  public static final OpType<NegativeLogLikelihoodLoss> TYPE =
      OpType.<NegativeLogLikelihoodLoss>named("NegativeLogLikelihoodLoss")
          .inputs(2, 3)
          .since(12, a -> new NegativeLogLikelihoodLoss(Reduction.of(a)));

  /**
   * What becomes of the single losses.
   *
   * @param kind mean, sum or none
   * @param ignored the target that counts for nothing, null for none
   */
  public record Reduction(String kind, Long ignored) {
    static Reduction of(Attributes a) {
      return new Reduction(
          a.getChoice("reduction", "mean", "sum", "none"),
          a.has("ignore_index") ? a.getLong("ignore_index", 0) : null);
    }

    /** The type of the loss for inputs 0 to 2, which are checked. */
    TensorType infer(Inputs in) {
      in.dtype(0, DTypes.FLOATS);
      in.dtype(1, DTypes.INDICES);
      Shape x = in.shape(0);
      Shape target = in.shape(1);
      if (x.rank() < 2 || !target.equals(x.without(1))) {
        throw in.shapeError(
            "input is " + x + " and target " + target + " (allowed: [N,C,…] and [N,…])");
      }
      if (in.has(2)) {
        in.sameDType(0, 2, DTypes.FLOATS);
        if (!in.shape(2).equals(x.slice(1, 2))) {
          throw in.shapeError("weight is " + in.shape(2) + " (allowed: " + x.slice(1, 2) + ")");
        }
      }
      return new TensorType(in.dtype(0), kind.equals("none") ? target : Shape.SCALAR);
    }

    /** The loss of these log-probabilities. */
    Tensor loss(Inputs in, Tensor logs) {
      Tensor target = in.tensor(1);
      Tensor weight = in.has(2) ? in.tensor(2) : null;
      boolean reduced = !kind.equals("none");
      Tensor loss = Tensor.allocate(logs.dtype(), reduced ? Shape.SCALAR : target.shape());
      int classes = logs.shape().dim(1);
      int plane = target.size() == 0 ? 1 : target.size() / target.shape().dim(0);
      double sum = 0;
      double weights = 0;
      for (int i = 0; i < target.size(); i++) {
        long label = target.getLong(i);
        if (ignored != null && label == ignored) {
          continue;
        }
        if (label < 0 || label >= classes) {
          throw in.shapeError("target " + label + " (allowed: 0.." + (classes - 1) + ")");
        }
        double w = weight == null ? 1 : weight.getDouble((int) label);
        int at = (i / plane * classes + (int) label) * plane + i % plane;
        double value = -w * logs.getDouble(at);
        sum += value;
        weights += w;
        if (!reduced) {
          loss.setDouble(i, value);
        }
      }
      if (reduced) {
        loss.setDouble(0, kind.equals("mean") ? sum / weights : sum);
      }
      return loss;
    }
  }

  @Override
  public OpType<NegativeLogLikelihoodLoss> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(reduction.infer(in));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(reduction.loss(in, in.tensor(0)));
  }
}
