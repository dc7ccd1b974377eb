package dev.assam.op.gradient;

import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** The sums of X over the dimensions along which the second input broadcasts to it: its shape. */
public record SumLike() implements Op {
  private static final OpType<SumLike> TYPE =
      OpType.<SumLike>named("SumLike").domain("dev.assam").inputs(2);

  @Override
  public OpType<SumLike> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Shape x = in.shape(0);
    Shape like = in.shape(1);
    if (!in.broadcast(like, x).equals(x)) {
      throw in.shapeError("shape " + like + " does not broadcast to " + x);
    }
    return List.of(new TensorType(dtype, like));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Shape like = in.shape(1);
    if (like.equals(x.shape())) {
      return List.of(x);
    }
    Tensor y = Tensor.allocate(DType.FLOAT64, like);
    Odometer odometer = new Odometer(x.shape(), like.broadcastStrides(x.shape()));
    for (int i = 0; i < x.size(); i++) {
      y.setDouble(odometer.at(0), y.getDouble(odometer.at(0)) + x.getDouble(i));
      odometer.next();
    }
    return List.of(Precision.narrow(y, x.dtype()));
  }
}
