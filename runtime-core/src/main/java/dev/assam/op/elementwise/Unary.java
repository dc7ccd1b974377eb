package dev.assam.op.elementwise;

import static dev.assam.op.Expr.abs;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.call;
import static dev.assam.op.Expr.div;
import static dev.assam.op.Expr.in;
import static dev.assam.op.Expr.neg;
import static dev.assam.op.elementwise.Elementwise.declare;
import static dev.assam.op.elementwise.Elementwise.predicate;

import dev.assam.op.Expr;
import dev.assam.op.Expr.Fn;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import java.util.EnumSet;
import java.util.Set;

/** Mathematical functions of one input. */
public final class Unary {
  static final Expr X = in(0);

  /** Floats and integers with sign. */
  static final Set<DType> SIGNED = signed();

  private static final Set<DType> ALL_FLOATS = floats();

  public static final OpType<Elementwise> ABS = declare("Abs", 1, 1, DTypes.NUMBERS, abs(X));
  public static final OpType<Elementwise> ACOS = real("Acos", 7, Fn.ACOS);
  public static final OpType<Elementwise> ACOSH = real("Acosh", 9, Fn.ACOSH);
  public static final OpType<Elementwise> ASIN = real("Asin", 7, Fn.ASIN);
  public static final OpType<Elementwise> ASINH = real("Asinh", 9, Fn.ASINH);
  public static final OpType<Elementwise> ATAN = real("Atan", 7, Fn.ATAN);
  public static final OpType<Elementwise> ATANH = real("Atanh", 9, Fn.ATANH);
  public static final OpType<Elementwise> BITWISE_NOT =
      declare("BitwiseNot", 18, 1, DTypes.INTEGERS, call(Fn.NOT, X));
  public static final OpType<Elementwise> CEIL = real("Ceil", 1, Fn.CEIL);
  public static final OpType<Elementwise> COS = real("Cos", 7, Fn.COS);
  public static final OpType<Elementwise> COSH = real("Cosh", 9, Fn.COSH);

  /** Of integers, too: what is left of the value truncated. */
  public static final OpType<Elementwise> ERF =
      declare("Erf", 9, 1, DTypes.NUMBERS, call(Fn.ERF, X));

  public static final OpType<Elementwise> EXP = real("Exp", 1, Fn.EXP);
  public static final OpType<Elementwise> FLOOR = real("Floor", 1, Fn.FLOOR);
  public static final OpType<Elementwise> IS_INF =
      predicate(
          "IsInf",
          10,
          1,
          ALL_FLOATS,
          p -> isInf(p.flag("detect_negative", true), p.flag("detect_positive", true)));
  public static final OpType<Elementwise> IS_NAN =
      predicate("IsNaN", 9, 1, ALL_FLOATS, call(Fn.IS_NAN, X));
  public static final OpType<Elementwise> LOG = real("Log", 1, Fn.LOG);
  public static final OpType<Elementwise> NEG = declare("Neg", 1, 1, SIGNED, neg(X));
  public static final OpType<Elementwise> NOT = declare("Not", 1, 1, DTypes.BOOLS, call(Fn.NOT, X));
  public static final OpType<Elementwise> RECIPROCAL =
      declare("Reciprocal", 1, 1, DTypes.FLOATS, div(c(1), X));
  public static final OpType<Elementwise> ROUND = real("Round", 11, Fn.ROUND);
  public static final OpType<Elementwise> SIGN =
      declare("Sign", 9, 1, DTypes.NUMBERS, call(Fn.SIGN, X));
  public static final OpType<Elementwise> SIN = real("Sin", 7, Fn.SIN);
  public static final OpType<Elementwise> SINH = real("Sinh", 9, Fn.SINH);
  public static final OpType<Elementwise> SQRT = real("Sqrt", 1, Fn.SQRT);
  public static final OpType<Elementwise> TAN = real("Tan", 7, Fn.TAN);
  public static final OpType<Elementwise> TANH = real("Tanh", 1, Fn.TANH);

  private Unary() {}

  private static OpType<Elementwise> real(String name, int since, Fn fn) {
    return declare(name, since, 1, DTypes.FLOATS, call(fn, X));
  }

  private static Expr isInf(boolean negative, boolean positive) {
    double infinity = Double.POSITIVE_INFINITY;
    if (negative && positive) {
      return call(Fn.EQUAL, abs(X), c(infinity));
    }
    if (!negative && !positive) {
      return Expr.less(X, X);
    }
    return call(Fn.EQUAL, X, c(negative ? -infinity : infinity));
  }

  private static Set<DType> signed() {
    Set<DType> signed = EnumSet.copyOf(DTypes.NUMBERS);
    signed.removeIf(DType::isUnsigned);
    return signed;
  }

  private static Set<DType> floats() {
    Set<DType> floats = EnumSet.copyOf(DTypes.ALL);
    floats.removeIf(dtype -> !dtype.isFloat());
    return floats;
  }
}
