package dev.assam.op.ml;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Each row of X divided by its largest element, its Σ |x| (L1) or √Σ x² (L2), as float32. */
public record Normalizer(String norm) implements Op {
  public static final OpType<Normalizer> TYPE =
      OpType.<Normalizer>named("Normalizer")
          .domain(Ml.DOMAIN)
          .since(1, a -> new Normalizer(a.getChoice("norm", "MAX", "L1", "L2")));

  @Override
  public OpType<Normalizer> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, Ml.INPUTS);
    Ml.matrix(in);
    return List.of(new TensorType(DType.FLOAT32, in.shape(0)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    int columns = Ml.matrix(in).dim(1);
    for (int at = 0; at < x.size(); at += columns) {
      double size = norm.equals("MAX") ? Double.NEGATIVE_INFINITY : 0;
      for (int i = at; i < at + columns; i++) {
        double value = x.getDouble(i);
        size =
            switch (norm) {
              case "MAX" -> Math.max(size, value);
              case "L1" -> size + Math.abs(value);
              default -> size + value * value;
            };
      }
      size = norm.equals("L2") ? Math.sqrt(size) : size;
      for (int i = at; i < at + columns; i++) {
        y.setDouble(i, size == 0 ? x.getDouble(i) : x.getDouble(i) / size);
      }
    }
    return List.of(y);
  }
}
