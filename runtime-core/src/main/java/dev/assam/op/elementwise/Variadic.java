package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.ExprEvaluator;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** The maximum, minimum, mean or sum of any number of inputs of one type. */
public record Variadic(Expr.Fn fn, boolean mean) implements Pointwise {
  /** So many inputs are computed at a time. */
  private static final int GROUP = 16;

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
    return mean ? Expr.div(fold(0, in.size()), Expr.c(in.size())) : fold(0, in.size());
  }

  /** A balanced tree, since there may be many inputs. */
  private Expr fold(int from, int to) {
    if (to - from == 1) {
      return Expr.in(from);
    }
    int middle = (from + to) >>> 1;
    return Expr.call(fn, fold(from, middle), fold(middle, to));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    if (in.size() <= GROUP) {
      return Pointwise.super.reference(in);
    }
    Tensor y = Tensor.allocate(outputType(in));
    ExprEvaluator.evaluate(Expr.in(0), y, in.tensor(0));
    for (int at = 1; at < in.size(); at += GROUP - 1) {
      in.checkTime();
      Tensor[] group = new Tensor[Math.min(GROUP, in.size() - at + 1)];
      group[0] = y;
      for (int i = 1; i < group.length; i++) {
        group[i] = in.tensor(at + i - 1);
      }
      ExprEvaluator.evaluate(fold(0, group.length), y, group);
    }
    if (mean) {
      ExprEvaluator.evaluate(Expr.div(Expr.in(0), Expr.c(in.size())), y, y);
    }
    return List.of(y);
  }

  @Override
  public String toString() {
    return type().name();
  }
}
