package dev.assam.op.training;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * G += normCoefficient · X; H' = H + G²; X' = X − R / (1 + T · decayFactor) · G / (√H' + epsilon);
 * inputs R, T, X…, G…, H…, outputs X'…, H'….
 */
public record Adagrad(float decayFactor, float epsilon, float normCoefficient) implements Op {
  public static final OpType<Adagrad> TYPE =
      OpType.<Adagrad>named("Adagrad")
          .domain(Optimizer.DOMAIN)
          .inputs(3, Integer.MAX_VALUE)
          .outputs(1, Integer.MAX_VALUE)
          .since(
              1,
              a ->
                  new Adagrad(
                      a.getFloat("decay_factor", 0),
                      a.getFloat("epsilon", 1e-6f),
                      a.getFloat("norm_coefficient", 0)));

  @Override
  public OpType<Adagrad> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return Optimizer.infer(in, 1);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    int count = Optimizer.count(in, 1);
    List<Tensor> outputs = Optimizer.allocate(in, 1);
    double rate = in.tensor(0).getDouble(0) / (1 + in.scalar(1) * (double) decayFactor);
    for (int i = 0; i < count; i++) {
      Tensor x = in.tensor(2 + i);
      for (int k = 0; k < x.size(); k++) {
        double g = in.tensor(2 + count + i).getDouble(k) + normCoefficient * x.getDouble(k);
        double h = in.tensor(2 + 2 * count + i).getDouble(k) + g * g;
        outputs.get(i).setDouble(k, x.getDouble(k) - rate * g / (Math.sqrt(h) + epsilon));
        outputs.get(count + i).setDouble(k, h);
      }
    }
    return outputs;
  }
}
