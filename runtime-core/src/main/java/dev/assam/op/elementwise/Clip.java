package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;

/**
 * Y = min(max(X, low), high). The bounds are inputs 1 and 2, either of which may be absent; before
 * opset 11 they are attributes (null from then on).
 */
public record Clip(Float min, Float max) implements Pointwise {
  public static final OpType<Clip> TYPE =
      OpType.<Clip>named("Clip")
          .inputs(1, 3)
          .since(11, a -> new Clip(null, null))
          .since(
              1,
              a ->
                  new Clip(
                      a.getFloat("min", -Float.MAX_VALUE), a.getFloat("max", Float.MAX_VALUE)));

  @Override
  public OpType<Clip> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    in.dtype(0, DTypes.NUMBERS);
    TensorType x = in.tensorType(0);
    for (int i = 1; i < 3; i++) {
      if (min == null && in.has(i)) {
        in.sameDType(0, i, DTypes.NUMBERS);
        Shape bound = in.shape(i);
        if (bound.elements() != 1 || (x.shape().hasRank() && bound.rank() > x.shape().rank())) {
          throw in.shapeError("bound " + i + " has shape " + bound + " (allowed: one number)");
        }
      }
    }
    return x;
  }

  @Override
  public Expr expr(Inputs in) {
    Expr expr = Expr.in(0);
    if (min != null) {
      return Expr.min(Expr.max(expr, Expr.c(min)), Expr.c(max));
    }
    if (in.has(1)) {
      expr = Expr.max(expr, Expr.in(1));
    }
    if (in.has(2)) {
      expr = Expr.min(expr, Expr.in(2));
    }
    return expr;
  }
}
