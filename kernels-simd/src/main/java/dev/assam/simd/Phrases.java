package dev.assam.simd;

import dev.assam.op.Expr;
import dev.assam.op.Expr.Fn;
import java.util.ArrayList;
import java.util.List;

/** Formulas that many models write out in operators and that have an instruction of their own. */
final class Phrases {
  private static final double SQRT_HALF = Math.sqrt(0.5);

  /** A constant times other factors. */
  record Product(double constant, List<Expr> factors) {}

  private Phrases() {}

  /** The factors of a product of products; quotients by constants are products, too. */
  static Product product(Expr expr) {
    List<Expr> factors = new ArrayList<>();
    double constant = collect(expr, factors);
    return new Product(constant, factors);
  }

  private static double collect(Expr expr, List<Expr> factors) {
    if (expr instanceof Expr.Const constant) {
      return constant.value();
    }
    if (expr instanceof Expr.Call call) {
      Expr a = call.arguments().get(0);
      if (call.fn() == Fn.MUL) {
        return collect(a, factors) * collect(call.arguments().get(1), factors);
      }
      if (call.fn() == Fn.DIV && call.arguments().get(1) instanceof Expr.Const divisor) {
        return collect(a, factors) / divisor.value();
      }
    }
    factors.add(expr);
    return 1;
  }

  /** x if this is a multiple of x (1 + erf(x / √2)), else null. */
  static Expr gelu(Product product) {
    if (product.factors().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Expr x = product.factors().get(i);
      Expr erf = onePlus(product.factors().get(1 - i));
      if (erf instanceof Expr.Call call && call.fn() == Fn.ERF) {
        Product argument = product(call.arguments().get(0));
        if (argument.factors().equals(List.of(x))
            && Math.abs(argument.constant() - SQRT_HALF) < 1e-5) {
          return x;
        }
      }
    }
    return null;
  }

  /** x if this is a multiple of x / (1 + exp(−x)), else null. */
  static Expr silu(Product product) {
    if (product.factors().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Expr x = product.factors().get(i);
      if (product.factors().get(1 - i) instanceof Expr.Call call
          && call.fn() == Fn.DIV
          && call.arguments().get(0).equals(Expr.c(1))
          && x.equals(sigmoidDenominator(call.arguments().get(1)))) {
        return x;
      }
    }
    return null;
  }

  /** x if this is a multiple of x · min(max(x + 3, 0), 6), else null. */
  static Expr hardSwish(Product product) {
    if (product.factors().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      Expr x = product.factors().get(i);
      Expr gate = product.factors().get(1 - i);
      if (Expr.c(6).equals(bound(gate, Fn.MIN))) {
        Expr from = bounded(gate);
        if (Expr.c(0).equals(bound(from, Fn.MAX))
            && bounded(from) instanceof Expr.Call sum
            && sum.fn() == Fn.ADD
            && (sum.arguments().equals(List.of(x, Expr.c(3)))
                || sum.arguments().equals(List.of(Expr.c(3), x)))) {
          return x;
        }
      }
    }
    return null;
  }

  /** x if this is 1 + exp(−x), else null. */
  static Expr sigmoidDenominator(Expr expr) {
    return onePlus(expr) instanceof Expr.Call exp
            && exp.fn() == Fn.EXP
            && exp.arguments().get(0) instanceof Expr.Call neg
            && neg.fn() == Fn.NEG
        ? neg.arguments().get(0)
        : null;
  }

  private static Expr onePlus(Expr expr) {
    if (expr instanceof Expr.Call sum && sum.fn() == Fn.ADD) {
      Expr a = sum.arguments().get(0);
      Expr b = sum.arguments().get(1);
      return a.equals(Expr.c(1)) ? b : b.equals(Expr.c(1)) ? a : null;
    }
    return null;
  }

  /** The constant of a minimum or maximum with a constant that is not NaN, else null. */
  static Expr.Const bound(Expr expr, Fn fn) {
    if (expr instanceof Expr.Call call && call.fn() == fn) {
      for (Expr argument : call.arguments()) {
        if (argument instanceof Expr.Const constant && !Double.isNaN(constant.value())) {
          return constant;
        }
      }
    }
    return null;
  }

  /** The other argument of such an expression. */
  static Expr bounded(Expr extreme) {
    List<Expr> arguments = ((Expr.Call) extreme).arguments();
    return arguments.get(0) instanceof Expr.Const ? arguments.get(1) : arguments.get(0);
  }
}
