package dev.assam.op.ml;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** 1 where X is greater than the threshold, 0 elsewhere. */
public record Binarizer(float threshold) implements Op {
  public static final OpType<Binarizer> TYPE =
      OpType.<Binarizer>named("Binarizer")
          .domain(Ml.DOMAIN)
          .since(1, a -> new Binarizer(a.getFloat("threshold", 0)));

  @Override
  public OpType<Binarizer> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, Ml.INPUTS);
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    for (int i = 0; i < y.size(); i++) {
      y.setLong(i, x.getDouble(i) > threshold ? 1 : 0);
    }
    return List.of(y);
  }
}
