package dev.assam.op.gradient;

import static dev.assam.op.Expr.abs;
import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.call;
import static dev.assam.op.Expr.div;
import static dev.assam.op.Expr.exp;
import static dev.assam.op.Expr.less;
import static dev.assam.op.Expr.log;
import static dev.assam.op.Expr.mul;
import static dev.assam.op.Expr.neg;
import static dev.assam.op.Expr.sub;
import static dev.assam.op.Expr.tanh;

import dev.assam.op.Expr;
import dev.assam.op.Expr.Call;
import dev.assam.op.Expr.Cast;
import dev.assam.op.Expr.Const;
import dev.assam.op.Expr.Fn;
import dev.assam.op.Expr.In;

/** The derivative of a formula with respect to one of its inputs. */
public final class Derivative {
  private static final Expr ZERO = c(0);
  private static final Expr ONE = c(1);

  private Derivative() {}

  /**
   * ∂e/∂x, x being input {@code input}. At a kink it is that of one side, of steps and predicates
   * it is 0.
   */
  public static Expr of(Expr e, int input) {
    return switch (e) {
      case In in -> in.index() == input ? ONE : ZERO;
      case Const constant -> ZERO;
      case Cast cast -> cast.to().isFloat() ? of(cast.argument(), input) : ZERO;
      case Call call -> ofCall(call, input);
    };
  }

  /** Whether a formula is the constant 0. */
  public static boolean isZero(Expr e) {
    return e.equals(ZERO);
  }

  /** Whether a formula is the constant 1. */
  public static boolean isOne(Expr e) {
    return e.equals(ONE);
  }

  private static Expr ofCall(Call e, int input) {
    Expr a = e.arguments().get(0);
    Expr da = of(a, input);
    if (e.fn() == Fn.SELECT) {
      return choice(a, of(e.arguments().get(1), input), of(e.arguments().get(2), input));
    }
    if (e.fn().arity() == 1) {
      return isZero(da) ? ZERO : times(ofFunction(e.fn(), a, e), da);
    }
    Expr b = e.arguments().get(1);
    Expr db = of(b, input);
    return switch (e.fn()) {
      case ADD -> plus(da, db);
      case SUB -> plus(da, minus(db));
      case MUL -> plus(times(da, b), times(a, db));
      case DIV -> quotient(e, input, da, db);
      case POW -> power(e, a, b, da, db);
      case MIN -> choice(less(a, b), da, db);
      case MAX -> choice(less(b, a), da, db);
      case MOD -> plus(da, minus(times(call(Fn.FLOOR, div(a, b)), db)));
      case REM -> plus(da, minus(times(truncated(div(a, b)), db)));
      default -> ZERO;
    };
  }

  private static Expr quotient(Call e, int input, Expr da, Expr db) {
    Expr b = e.arguments().get(1);
    if (isOne(e.arguments().get(0))
        && b instanceof Call sum
        && sum.fn() == Fn.ADD
        && isOne(sum.arguments().get(0))
        && sum.arguments().get(1) instanceof Call power
        && power.fn() == Fn.EXP) {
      // e = 1 / (1 + exp u), a sigmoid: in the form below it would be ∞ / ∞ far from 0.
      return times(mul(e, sub(e, ONE)), of(power.arguments().get(0), input));
    }
    return plus(divided(da, b), minus(times(div(e, b), db)));
  }

  private static Expr power(Expr e, Expr a, Expr b, Expr da, Expr db) {
    Expr ofBase = times(mul(b, call(Fn.POW, a, sub(b, ONE))), da);
    return plus(ofBase, isZero(db) ? ZERO : times(mul(e, log(a)), db));
  }

  private static Expr ofFunction(Fn fn, Expr a, Expr e) {
    return switch (fn) {
      case NEG -> c(-1);
      case ABS -> call(Fn.SIGN, a);
      case SQRT -> div(c(0.5), e);
      case EXP -> e;
      case LOG -> div(ONE, a);
      case SIN -> call(Fn.COS, a);
      case COS -> neg(call(Fn.SIN, a));
      case TAN -> add(ONE, mul(e, e));
      case ASIN -> div(ONE, root(sub(ONE, mul(a, a))));
      case ACOS -> div(c(-1), root(sub(ONE, mul(a, a))));
      case ATAN -> div(ONE, add(ONE, mul(a, a)));
      case SINH -> call(Fn.COSH, a);
      case COSH -> call(Fn.SINH, a);
      case TANH -> sub(ONE, mul(tanh(a), tanh(a)));
      case ASINH -> div(ONE, root(add(ONE, mul(a, a))));
      case ACOSH -> div(ONE, root(sub(mul(a, a), ONE)));
      case ATANH -> div(ONE, sub(ONE, mul(a, a)));
      case ERF -> mul(c(2 / Math.sqrt(Math.PI)), exp(neg(mul(a, a))));
      default -> ZERO;
    };
  }

  private static Expr root(Expr a) {
    return call(Fn.SQRT, a);
  }

  private static Expr truncated(Expr a) {
    return mul(call(Fn.SIGN, a), call(Fn.FLOOR, abs(a)));
  }

  private static Expr choice(Expr condition, Expr yes, Expr no) {
    return yes.equals(no) ? yes : Expr.select(condition, yes, no);
  }

  private static Expr plus(Expr a, Expr b) {
    return isZero(a) ? b : isZero(b) ? a : add(a, b);
  }

  private static Expr minus(Expr a) {
    return isZero(a) ? ZERO : times(c(-1), a);
  }

  private static Expr times(Expr a, Expr b) {
    if (isZero(a) || isZero(b)) {
      return ZERO;
    }
    return isOne(a) ? b : isOne(b) ? a : mul(a, b);
  }

  private static Expr divided(Expr a, Expr b) {
    return isZero(a) ? ZERO : div(a, b);
  }
}
