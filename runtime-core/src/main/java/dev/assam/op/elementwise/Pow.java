package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.TensorType;

/** Z = X to the power of Y, in the type of X; real where either is real, then truncated. */
public record Pow() implements Pointwise {
  public static final OpType<Pow> TYPE =
      OpType.<Pow>named("Pow").inputs(2).since(7, a -> new Pow());

  private static final Expr EXPR = Expr.call(Expr.Fn.POW, Binary.A, Binary.B);

  @Override
  public OpType<Pow> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    DType dtype = in.dtype(0, DTypes.NUMBERS);
    in.dtype(1, DTypes.NUMBERS);
    return Pointwise.broadcast(in, dtype);
  }

  @Override
  public Expr expr(Inputs in) {
    return EXPR;
  }
}
