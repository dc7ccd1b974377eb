package dev.assam.op;

import dev.assam.tensor.DType;
import java.util.List;

/** The element types of formulas. */
public final class ExprTypes {
  private ExprTypes() {}

  /**
   * The element type of a formula by {@link Expr}'s rules, floating-point types told apart: that of
   * the first argument that has one. Null for a formula of constants only.
   *
   * @param inputs the types of In(0), In(1) …
   */
  public static DType of(Expr expr, DType... inputs) {
    return switch (expr) {
      case Expr.In in -> inputs[in.index()];
      case Expr.Const constant -> null;
      case Expr.Cast cast -> cast.to();
      case Expr.Call call ->
          switch (call.fn().kind()) {
            case PREDICATE, REAL_PREDICATE -> DType.BOOL;
            case CHOICE -> common(call.arguments().subList(1, 3), false, inputs);
            case REAL -> common(call.arguments(), true, inputs);
            case NUMBER, BITS -> common(call.arguments(), false, inputs);
          };
    };
  }

  private static DType common(List<Expr> arguments, boolean real, DType... inputs) {
    DType type = null;
    boolean anyReal = real;
    for (Expr argument : arguments) {
      if (argument instanceof Expr.Const constant) {
        anyReal |= constant.value() != Math.floor(constant.value());
        continue;
      }
      DType own = of(argument, inputs);
      if (own != null && (type == null || (own.isFloat() && !type.isFloat()))) {
        type = own;
      }
    }
    return anyReal && type != null && !type.isFloat() ? DType.FLOAT32 : type;
  }
}
