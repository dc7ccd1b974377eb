package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.TensorType;

/** The maximum, minimum, mean or sum of any number of inputs of one type. */
public record Variadic(Expr.Fn fn, boolean mean) implements Pointwise {
  public static final OpType<Variadic> MAX = declare("Max", Expr.Fn.MAX, false);
  public static final OpType<Variadic> MEAN = declare("Mean", Expr.Fn.ADD, true);
  public static final OpType<Variadic> MIN = declare("Min", Expr.Fn.MIN, false);
  public static final OpType<Variadic> SUM = declare("Sum", Expr.Fn.ADD, false);

  private static OpType<Variadic> declare(String name, Expr.Fn fn, boolean mean) {
    return OpType.<Variadic>named(name)
        .inputs(1, Integer.MAX_VALUE)
        .since(6, a -> new Variadic(fn, mean));
  }

  @Override
  public OpType<Variadic> type() {
    return mean ? MEAN : fn == Expr.Fn.ADD ? SUM : fn == Expr.Fn.MAX ? MAX : MIN;
  }

  @Override
  public TensorType outputType(Inputs in) {
    DType dtype = in.dtype(0, fn == Expr.Fn.ADD ? DTypes.FLOATS : DTypes.NUMBERS);
    for (int i = 1; i < in.size(); i++) {
      in.sameDType(0, i, DTypes.NUMBERS);
    }
    return Pointwise.broadcast(in, dtype);
  }

  @Override
  public Expr expr(Inputs in) {
    Expr expr = Expr.in(0);
    for (int i = 1; i < in.size(); i++) {
      expr = Expr.call(fn, expr, Expr.in(i));
    }
    return mean ? Expr.div(expr, Expr.c(in.size())) : expr;
  }

  @Override
  public String toString() {
    return type().name();
  }
}
