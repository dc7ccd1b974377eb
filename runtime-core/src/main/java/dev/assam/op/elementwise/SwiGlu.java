package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.TensorType;

/** Y = A sigmoid(alpha A) B; A, B and Y have the same shape. */
public record SwiGlu(float alpha) implements Pointwise {
  public static final OpType<SwiGlu> TYPE =
      OpType.<SwiGlu>named("SwiGLU").inputs(2).since(28, a -> new SwiGlu(a.getFloat("alpha", 1)));

  @Override
  public OpType<SwiGlu> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    in.sameDType(0, 1, DTypes.FLOATS);
    if (!in.shape(0).equals(in.shape(1))) {
      throw in.shapeError("A " + in.shape(0) + " and B " + in.shape(1) + " (allowed: one shape)");
    }
    return in.tensorType(0);
  }

  @Override
  public Expr expr(Inputs in) {
    return Expr.mul(Activations.swish(Expr.c(alpha)), Binary.B);
  }
}
