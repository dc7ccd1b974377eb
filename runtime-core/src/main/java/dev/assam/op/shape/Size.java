package dev.assam.op.shape;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** The number of elements of X, as an int64 scalar. */
public record Size() implements Op {
  public static final OpType<Size> TYPE = OpType.<Size>named("Size").since(1, a -> new Size());

  @Override
  public OpType<Size> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.tensorType(0);
    return List.of(new TensorType(DType.INT64, Shape.SCALAR));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(Tensor.ofLongs(DType.INT64, Shape.SCALAR, in.shape(0).size()));
  }
}
