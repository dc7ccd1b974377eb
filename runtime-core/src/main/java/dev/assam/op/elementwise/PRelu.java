package dev.assam.op.elementwise;

import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.less;
import static dev.assam.op.Expr.mul;
import static dev.assam.op.Expr.select;
import static dev.assam.op.elementwise.Binary.A;
import static dev.assam.op.elementwise.Binary.B;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;

/** Y = X, where X < 0 slope times X; the slope broadcasts to the shape of X. */
public record PRelu() implements Pointwise {
  public static final OpType<PRelu> TYPE =
      OpType.<PRelu>named("PRelu").inputs(2).since(7, a -> new PRelu());

  private static final Expr EXPR = select(less(A, c(0)), mul(B, A), A);

  @Override
  public OpType<PRelu> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    in.sameDType(0, 1, DTypes.NUMBERS);
    Shape x = in.ranked(0);
    if (!in.ranked(1).broadcastsTo(x)) {
      throw in.shapeError("slope " + in.ranked(1) + " does not broadcast to X " + x);
    }
    return in.tensorType(0);
  }

  @Override
  public Expr expr(Inputs in) {
    return EXPR;
  }
}
