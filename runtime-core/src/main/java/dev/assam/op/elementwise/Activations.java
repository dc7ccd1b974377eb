package dev.assam.op.elementwise;

import static dev.assam.op.Expr.abs;
import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.call;
import static dev.assam.op.Expr.div;
import static dev.assam.op.Expr.exp;
import static dev.assam.op.Expr.less;
import static dev.assam.op.Expr.max;
import static dev.assam.op.Expr.min;
import static dev.assam.op.Expr.mul;
import static dev.assam.op.Expr.neg;
import static dev.assam.op.Expr.select;
import static dev.assam.op.Expr.sigmoid;
import static dev.assam.op.Expr.softplus;
import static dev.assam.op.Expr.sub;
import static dev.assam.op.Expr.tanh;
import static dev.assam.op.elementwise.Elementwise.declare;
import static dev.assam.op.elementwise.Unary.X;

import dev.assam.op.Expr;
import dev.assam.op.Expr.Fn;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;

/** Activation functions of one input. NaN stays NaN, but for the thresholds of two of them. */
public final class Activations {
  /** max(0, x) + min(0, α (exp(x / α) − 1)). */
  public static final OpType<Elementwise> CELU =
      declare("Celu", 12, 1, DTypes.FLOATS, p -> celu(p.constant("alpha", 1)));

  /** x, where x ≤ 0 α (exp(x) − 1). */
  public static final OpType<Elementwise> ELU =
      declare("Elu", 1, 1, DTypes.FLOATS, p -> elu(p.constant("alpha", 1)));

  /** x Φ(x), Φ being the normal distribution, or its approximation by tanh. */
  public static final OpType<Elementwise> GELU =
      declare(
          "Gelu",
          20,
          1,
          DTypes.FLOATS,
          p -> p.choice("approximate", "none", "tanh").equals("tanh") ? geluByTanh() : gelu());

  /** α x + β between 0 and 1. */
  public static final OpType<Elementwise> HARD_SIGMOID =
      declare(
          "HardSigmoid",
          1,
          1,
          DTypes.FLOATS,
          p -> hardSigmoid(p.constant("alpha", 0.2f), p.constant("beta", 0.5f)));

  /** x times x / 6 + 1 / 2 between 0 and 1. */
  public static final OpType<Elementwise> HARD_SWISH =
      declare("HardSwish", 14, 1, DTypes.FLOATS, mul(X, hardSigmoid(c(1.0 / 6), c(0.5))));

  /** x, where x < 0 α x. */
  public static final OpType<Elementwise> LEAKY_RELU =
      declare(
          "LeakyRelu",
          1,
          1,
          DTypes.FLOATS,
          p -> select(less(X, c(0)), mul(p.constant("alpha", 0.01f), X), X));

  /** x tanh(log(1 + exp(x))). */
  public static final OpType<Elementwise> MISH =
      declare("Mish", 18, 1, DTypes.FLOATS, mul(X, tanh(softplus(X))));

  /** max(0, x). */
  public static final OpType<Elementwise> RELU = declare("Relu", 1, 1, Unary.SIGNED, max(X, c(0)));

  /** γ x, where x ≤ 0 γ α (exp(x) − 1). */
  public static final OpType<Elementwise> SELU =
      declare(
          "Selu",
          6,
          1,
          DTypes.FLOATS,
          p -> selu(p.constant("alpha", 1.6732632f), p.constant("gamma", 1.050701f)));

  /** x + bias below −λ, x − bias above λ, 0 between. */
  public static final OpType<Elementwise> SHRINK =
      declare(
          "Shrink",
          9,
          1,
          DTypes.NUMBERS,
          p -> shrink(p.constant("bias", 0), p.constant("lambd", 0.5f)));

  /** 1 / (1 + exp(−x)). */
  public static final OpType<Elementwise> SIGMOID =
      declare("Sigmoid", 1, 1, DTypes.FLOATS, sigmoid(X));

  /** log(1 + exp(x)). */
  public static final OpType<Elementwise> SOFTPLUS =
      declare("Softplus", 1, 1, DTypes.FLOATS, softplus(X));

  /** x / (1 + |x|). */
  public static final OpType<Elementwise> SOFTSIGN =
      declare("Softsign", 1, 1, DTypes.FLOATS, div(X, add(c(1), abs(X))));

  /** x sigmoid(α x). */
  public static final OpType<Elementwise> SWISH =
      declare("Swish", 24, 1, DTypes.FLOATS, p -> swish(p.constant("alpha", 1)));

  /** x, where x ≤ α or NaN 0. */
  public static final OpType<Elementwise> THRESHOLDED_RELU =
      declare(
          "ThresholdedRelu",
          1,
          1,
          DTypes.FLOATS,
          p -> select(less(p.constant("alpha", 1), X), X, c(0)));

  private Activations() {}

  /** x sigmoid(α x). */
  static Expr swish(Expr alpha) {
    return mul(X, sigmoid(mul(alpha, X)));
  }

  private static Expr celu(Expr alpha) {
    Expr negative = mul(alpha, sub(exp(div(X, alpha)), c(1)));
    return add(max(X, c(0)), min(negative, c(0)));
  }

  private static Expr elu(Expr alpha) {
    return select(less(c(0), X), X, mul(alpha, sub(exp(X), c(1))));
  }

  private static Expr selu(Expr alpha, Expr gamma) {
    return mul(gamma, elu(alpha));
  }

  private static Expr gelu() {
    Expr erf = call(Fn.ERF, mul(X, c(Math.sqrt(0.5))));
    return mul(mul(c(0.5), X), add(c(1), erf));
  }

  private static Expr geluByTanh() {
    Expr cubic = mul(mul(X, X), mul(c(0.044715), X));
    Expr tanh = tanh(mul(c(Math.sqrt(2 / Math.PI)), add(X, cubic)));
    return mul(mul(c(0.5), X), add(c(1), tanh));
  }

  private static Expr hardSigmoid(Expr alpha, Expr beta) {
    return max(c(0), min(c(1), add(mul(alpha, X), beta)));
  }

  private static Expr shrink(Expr bias, Expr lambda) {
    Expr low = less(X, neg(lambda));
    return select(low, add(X, bias), select(less(lambda, X), sub(X, bias), c(0)));
  }
}
