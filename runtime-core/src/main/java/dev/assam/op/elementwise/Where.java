package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Output = X where the condition is true, else Y. */
public record Where() implements Pointwise {
  public static final OpType<Where> TYPE =
      OpType.<Where>named("Where").inputs(3).since(9, a -> new Where());

  private static final Expr EXPR = Expr.select(Expr.in(0), Expr.in(1), Expr.in(2));

  @Override
  public OpType<Where> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    in.dtype(0, DTypes.BOOLS);
    return Pointwise.broadcast(in, in.sameDType(1, 2, DTypes.ALL));
  }

  /** Of numbers and booleans. */
  @Override
  public Expr expr(Inputs in) {
    return EXPR;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    if (in.dtype(1) != DType.STRING) {
      return Pointwise.super.reference(in);
    }
    Tensor condition = in.tensor(0);
    String[] x = in.tensor(1).strings();
    String[] y = in.tensor(2).strings();
    Shape shape = outputType(in).shape();
    Tensor output = Tensor.allocate(DType.STRING, shape);
    Odometer odometer =
        new Odometer(
            shape,
            condition.shape().broadcastStrides(shape),
            in.shape(1).broadcastStrides(shape),
            in.shape(2).broadcastStrides(shape));
    for (int i = 0; i < output.size(); i++) {
      output.strings()[i] =
          condition.getBoolean(odometer.at(0)) ? x[odometer.at(1)] : y[odometer.at(2)];
      odometer.next();
    }
    return List.of(output);
  }
}
