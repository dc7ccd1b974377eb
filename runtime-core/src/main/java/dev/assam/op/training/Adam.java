package dev.assam.op.training;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * G += normCoefficient · X; V' = alpha · V + (1 − alpha) · G; H' = beta · H + (1 − beta) · G²; X' =
 * (1 − normCoefficientPost) · (X − R' · V' / (√H' + epsilon)) with R' = R · √(1 − beta^T) / (1 −
 * alpha^T), or R for T = 0; inputs R, T, X…, G…, V…, H…, outputs X'…, V'…, H'….
 */
public record Adam(
    float alpha, float beta, float epsilon, float normCoefficient, float normCoefficientPost)
    implements Op {
  public static final OpType<Adam> TYPE =
      OpType.<Adam>named("Adam")
          .domain(Optimizer.DOMAIN)
          .inputs(3, Integer.MAX_VALUE)
          .outputs(1, Integer.MAX_VALUE)
          .since(
              1,
              a ->
                  new Adam(
                      a.getFloat("alpha", 0.9f),
                      a.getFloat("beta", 0.999f),
                      a.getFloat("epsilon", 1e-6f),
                      a.getFloat("norm_coefficient", 0),
                      a.getFloat("norm_coefficient_post", 0)));

  @Override
  public OpType<Adam> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return Optimizer.infer(in, 2);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    int count = Optimizer.count(in, 2);
    List<Tensor> outputs = Optimizer.allocate(in, 2);
    double rate = in.tensor(0).getDouble(0);
    long t = in.scalar(1);
    if (t > 0) {
      rate *= Math.sqrt(1 - Math.pow(beta, t)) / (1 - Math.pow(alpha, t));
    }
    for (int i = 0; i < count; i++) {
      Tensor x = in.tensor(2 + i);
      for (int k = 0; k < x.size(); k++) {
        double g = in.tensor(2 + count + i).getDouble(k) + normCoefficient * x.getDouble(k);
        double v = alpha * in.tensor(2 + 2 * count + i).getDouble(k) + (1 - alpha) * g;
        double h = beta * in.tensor(2 + 3 * count + i).getDouble(k) + (1 - beta) * g * g;
        double moved = x.getDouble(k) - rate * v / (Math.sqrt(h) + epsilon);
        outputs.get(i).setDouble(k, (1 - normCoefficientPost) * moved);
        outputs.get(count + i).setDouble(k, v);
        outputs.get(2 * count + i).setDouble(k, h);
      }
    }
    return outputs;
  }
}
