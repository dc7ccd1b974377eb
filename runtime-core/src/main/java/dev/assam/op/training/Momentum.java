package dev.assam.op.training;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * G += normCoefficient · X; V' = alpha · V + (T > 0 ? beta : 1) · G; X' = X − R · V', or with
 * {@code nesterov} X − R · (G + alpha · V'); inputs R, T, X…, G…, V…, outputs X'…, V'….
 */
public record Momentum(float alpha, float beta, boolean nesterov, float normCoefficient)
    implements Op {
  public static final OpType<Momentum> TYPE =
      OpType.<Momentum>named("Momentum")
          .domain(Optimizer.DOMAIN)
          .inputs(3, Integer.MAX_VALUE)
          .outputs(1, Integer.MAX_VALUE)
          .since(
              1,
              a -> {
                a.require("mode");
                return new Momentum(
                    a.getFloat("alpha"),
                    a.getFloat("beta"),
                    a.getChoice("mode", "standard", "nesterov").equals("nesterov"),
                    a.getFloat("norm_coefficient"));
              });

  @Override
  public OpType<Momentum> type() {
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
    double rate = in.tensor(0).getDouble(0);
    double gain = in.scalar(1) > 0 ? beta : 1;
    for (int i = 0; i < count; i++) {
      Tensor x = in.tensor(2 + i);
      for (int k = 0; k < x.size(); k++) {
        double g = in.tensor(2 + count + i).getDouble(k) + normCoefficient * x.getDouble(k);
        double v = alpha * in.tensor(2 + 2 * count + i).getDouble(k) + gain * g;
        double step = nesterov ? g + alpha * v : v;
        outputs.get(i).setDouble(k, x.getDouble(k) - rate * step);
        outputs.get(count + i).setDouble(k, v);
      }
    }
    return outputs;
  }
}
