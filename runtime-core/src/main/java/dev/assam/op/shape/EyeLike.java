package dev.assam.op.shape;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Ones on the {@code k}-th diagonal above the main one, zeros elsewhere, in the shape of X. */
public record EyeLike(DType dtype, int k) implements Op {
  public static final OpType<EyeLike> TYPE =
      OpType.<EyeLike>named("EyeLike")
          .since(9, a -> new EyeLike(a.getDType("dtype", null), a.getInt("k", 0)));

  @Override
  public OpType<EyeLike> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType made = dtype == null ? in.dtype(0) : dtype;
    if (made == DType.STRING) {
      throw in.typeError("the result would be strings (allowed: numbers or bool)");
    }
    return List.of(new TensorType(made, in.shape(0, 2)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    int columns = y.shape().dim(1);
    for (int row = 0; row < y.shape().dim(0); row++) {
      long column = row + (long) k;
      if (column >= 0 && column < columns) {
        y.setLong(row * columns + (int) column, 1);
      }
    }
    return List.of(y);
  }
}
