package dev.assam.op.loss;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.loss.NegativeLogLikelihoodLoss.Reduction;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * NegativeLogLikelihoodLoss of the log-softmax over the classes, which is the second output; scores
 * [N, C, …], labels [N, …], weights [C].
 */
public record SoftmaxCrossEntropyLoss(Reduction reduction) implements Op {
  public static final OpType<SoftmaxCrossEntropyLoss> TYPE =
      OpType.<SoftmaxCrossEntropyLoss>named("SoftmaxCrossEntropyLoss")
          .inputs(2, 3)
          .outputs(1, 2)
          .since(12, a -> new SoftmaxCrossEntropyLoss(Reduction.of(a)));

  @Override
  public OpType<SoftmaxCrossEntropyLoss> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(reduction.infer(in), in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor logs = LogSoftmax.logSoftmax(in, in.tensor(0), 1);
    return List.of(reduction.loss(in, logs), logs);
  }
}
