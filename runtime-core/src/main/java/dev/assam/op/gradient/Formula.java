package dev.assam.op.gradient;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;

/**
 * Y = a formula of the inputs, in the shape of input 0 and the floating-point type of input {@code
 * like}.
 *
 * @param of what it is, as in {@code ∂Mul/∂x1}
 */
public record Formula(String of, Expr expr, int like) implements Pointwise {
  private static final OpType<Formula> TYPE =
      OpType.<Formula>named("Formula").domain("dev.assam").inputs(1, Integer.MAX_VALUE);

  @Override
  public OpType<Formula> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    DType dtype = in.dtype(like, DTypes.FLOATS);
    Shape shape = in.shape(0);
    for (int i = 1; i < in.size(); i++) {
      if (in.has(i) && !in.broadcast(in.shape(i), shape).equals(shape)) {
        throw in.shapeError(
            "input " + i + " has shape " + in.shape(i) + ", which does not broadcast to " + shape);
      }
    }
    return new TensorType(dtype, shape);
  }

  @Override
  public Expr expr(Inputs in) {
    return expr;
  }
}
