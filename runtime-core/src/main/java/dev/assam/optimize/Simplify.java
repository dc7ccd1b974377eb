package dev.assam.optimize;

import dev.assam.op.Expr;
import dev.assam.op.Expr.Call;
import dev.assam.op.Expr.Const;
import dev.assam.op.Expr.Fn;
import dev.assam.op.ExprTypes;
import dev.assam.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Formulas of reals that say the same with less; what integers are in stays as it is. */
final class Simplify {
  /** A formula may use a part many times; written out, as records are hashed, it is longer. */
  private static final int LONGEST = 250;

  private final DType[] types;

  private Simplify(DType[] types) {
    this.types = types;
  }

  /**
   * A formula with the same values, but for the last bit and where infinities and NaN come in.
   *
   * @param types of In(0), In(1) …
   */
  static Expr of(Expr expr, DType... types) {
    return new Simplify(types).simplify(expr);
  }

  /** Whether the formula is short enough, written out, to be looked through and hashed. */
  static boolean isShort(Expr expr) {
    return left(expr, LONGEST) >= 0;
  }

  private static int left(Expr expr, int most) {
    int left = most - 1;
    if (expr instanceof Expr.Cast cast) {
      return left < 0 ? left : left(cast.argument(), left);
    }
    if (expr instanceof Call call) {
      for (int i = 0; i < call.arguments().size() && left >= 0; i++) {
        left = left(call.arguments().get(i), left);
      }
    }
    return left;
  }

  /** Number of different subformulas. */
  static int size(Expr expr) {
    Set<Expr> seen = new HashSet<>();
    collect(expr, seen);
    return seen.size();
  }

  /** How long a formula takes, additions being 1. */
  static int cost(Expr expr) {
    Set<Expr> seen = new HashSet<>();
    collect(expr, seen);
    int cost = 0;
    for (Expr part : seen) {
      cost +=
          switch (part) {
            case Call call -> call.fn() == Fn.POW ? 20 : call.fn() == Fn.DIV ? 4 : 1;
            case Expr.Cast cast -> 1;
            default -> 0;
          };
    }
    return cost;
  }

  private static void collect(Expr expr, Set<Expr> seen) {
    if (seen.add(expr)) {
      switch (expr) {
        case Expr.Cast cast -> collect(cast.argument(), seen);
        case Call call -> call.arguments().forEach(argument -> collect(argument, seen));
        default -> {}
      }
    }
  }

  private Expr simplify(Expr expr) {
    return switch (expr) {
      case Expr.Cast cast -> cast(cast);
      case Call call -> {
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
          arguments.add(simplify(argument));
        }
        Call simple = new Call(call.fn(), List.copyOf(arguments));
        yield isReal(simple) ? reals(simple) : simple;
      }
      default -> expr;
    };
  }

  private Expr cast(Expr.Cast cast) {
    Expr argument = simplify(cast.argument());
    // float32 is kept as it is: a cast to it says that the last bit matters.
    return argument instanceof Expr.In in && types[in.index()] == cast.to()
        ? argument
        : new Expr.Cast(cast.to(), argument);
  }

  /** Whether every argument is a real. */
  private boolean isReal(Call call) {
    for (Expr argument : call.arguments()) {
      DType type = ExprTypes.of(argument, types);
      if (type != null && !type.isFloat()) {
        return false;
      }
    }
    return ExprTypes.of(call, types) != null;
  }

  private static Expr reals(Call call) {
    List<Expr> arguments = call.arguments();
    Expr a = arguments.get(0);
    Expr b = arguments.size() > 1 ? arguments.get(1) : null;
    return switch (call.fn()) {
      case ADD -> is(a, 0) ? b : is(b, 0) ? a : sum(a, b, call);
      case SUB -> is(b, 0) ? a : is(a, 0) ? Expr.neg(b) : call;
      case MUL -> product(a, b, call);
      case DIV -> quotient(a, b, call);
      case NEG -> a instanceof Call inner && inner.fn() == Fn.NEG ? inner.arguments().get(0) : call;
      case POW -> power(a, b, call);
      default -> call;
    };
  }

  /** (x + c) + d = x + (c + d). */
  private static Expr sum(Expr a, Expr b, Call call) {
    if (b instanceof Const d
        && a instanceof Call inner
        && inner.fn() == Fn.ADD
        && inner.arguments().get(1) instanceof Const c) {
      return Expr.add(inner.arguments().get(0), Expr.c(c.value() + d.value()));
    }
    return a instanceof Const && !(b instanceof Const)
        ? reals(new Call(Fn.ADD, List.of(b, a)))
        : call;
  }

  /** (x · c) · d = x · (c · d). */
  private static Expr product(Expr a, Expr b, Call call) {
    if (is(a, 1) || is(b, 1)) {
      return is(a, 1) ? b : a;
    }
    if (b instanceof Const d
        && a instanceof Call inner
        && inner.fn() == Fn.MUL
        && inner.arguments().get(1) instanceof Const c
        && isTame(c.value() * d.value())) {
      return Expr.mul(inner.arguments().get(0), Expr.c(c.value() * d.value()));
    }
    return a instanceof Const && !(b instanceof Const)
        ? reals(new Call(Fn.MUL, List.of(b, a)))
        : call;
  }

  private static Expr quotient(Expr a, Expr b, Call call) {
    if (b instanceof Const c && isTame(c.value()) && isTame(1 / c.value())) {
      return reals((Call) Expr.mul(a, Expr.c(1 / c.value())));
    }
    return call;
  }

  private static Expr power(Expr a, Expr b, Call call) {
    if (is(b, 1)) {
      return a;
    }
    if (is(b, 2)) {
      return Expr.mul(a, a);
    }
    if (is(b, 3)) {
      return Expr.mul(Expr.mul(a, a), a);
    }
    if (is(b, -1)) {
      return Expr.div(Expr.c(1), a);
    }
    return is(b, 0.5) ? Expr.call(Fn.SQRT, a) : call;
  }

  /** Neither infinite nor so small or large that float32 would not hold it. */
  private static boolean isTame(double value) {
    return Math.abs(value) < 1e30 && Math.abs(value) > 1e-30;
  }

  private static boolean is(Expr expr, double value) {
    return expr instanceof Const constant && constant.value() == value;
  }
}
