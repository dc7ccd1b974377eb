package dev.assam.op;

import dev.assam.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * The formula of an elementwise operator: one output element from the input elements at the same
 * place. Every backend renders this tree; a fused chain is {@link #substitute}.
 *
 * <p>Each subexpression has an element type: that of its input, of its cast, bool for predicates,
 * otherwise that of its arguments; constants take the type of what they are combined with. Integers
 * wrap to the width of their type after every function, and types without sign divide, compare and
 * shift as such. Floating-point types are evaluated as reals (double in the reference) and rounded
 * once, at the end or by a {@link Cast}. Reals win where both meet, and functions that only reals
 * have turn integers into reals.
 */
public sealed interface Expr {
  /** Element of input {@code index}. */
  record In(int index) implements Expr {
    @Override
    public String toString() {
      return "x" + index;
    }
  }

  /** A constant; integral ones serve integers, too. */
  record Const(double value) implements Expr {
    @Override
    public String toString() {
      return "" + value;
    }
  }

  /** A function of arguments. */
  record Call(Fn fn, List<Expr> arguments) implements Expr {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(fn.toString());
      for (int i = 0; i < arguments.size(); i++) {
        text.append(i == 0 ? "(" : ", ").append(arguments.get(i));
      }
      return text.append(')').toString();
    }
  }

  /** The argument as another type, rounded as {@link dev.assam.tensor.Tensor#setDouble} does. */
  record Cast(DType to, Expr argument) implements Expr {
    @Override
    public String toString() {
      return to + "(" + argument + ")";
    }
  }

  /** What a function is defined for. */
  enum Kind {
    /** Reals; integers are turned into such. */
    REAL,
    /** Reals and integers. */
    NUMBER,
    /** Integers and booleans. */
    BITS,
    /** Reals, integers and booleans; the result is a boolean. */
    PREDICATE,
    /** Reals only; the result is a boolean. */
    REAL_PREDICATE,
    /** A boolean, and two of any one type, which is the result's. */
    CHOICE
  }

  /** The functions. */
  enum Fn {
    ADD("add", 2, Kind.NUMBER),
    SUB("sub", 2, Kind.NUMBER),
    MUL("mul", 2, Kind.NUMBER),
    /** Integers: towards zero; by zero it is 0. */
    DIV("div", 2, Kind.NUMBER),
    /** Remainder with the dividend's sign; of integers by zero 0. */
    REM("rem", 2, Kind.NUMBER),
    /** Remainder with the divisor's sign; of integers by zero 0. */
    MOD("mod", 2, Kind.NUMBER),
    /**
     * As C's pow, so pow(1, NaN) = 1; of integers to a negative exponent what remains towards zero.
     */
    POW("pow", 2, Kind.NUMBER),
    /** NaN if either is. */
    MIN("min", 2, Kind.NUMBER),
    /** NaN if either is. */
    MAX("max", 2, Kind.NUMBER),
    NEG("neg", 1, Kind.NUMBER),
    ABS("abs", 1, Kind.NUMBER),
    /** −1, 0 or 1; NaN stays. */
    SIGN("sign", 1, Kind.NUMBER),
    SQRT("sqrt", 1, Kind.REAL),
    EXP("exp", 1, Kind.REAL),
    LOG("log", 1, Kind.REAL),
    SIN("sin", 1, Kind.REAL),
    COS("cos", 1, Kind.REAL),
    TAN("tan", 1, Kind.REAL),
    ASIN("asin", 1, Kind.REAL),
    ACOS("acos", 1, Kind.REAL),
    ATAN("atan", 1, Kind.REAL),
    SINH("sinh", 1, Kind.REAL),
    COSH("cosh", 1, Kind.REAL),
    TANH("tanh", 1, Kind.REAL),
    ASINH("asinh", 1, Kind.REAL),
    ACOSH("acosh", 1, Kind.REAL),
    ATANH("atanh", 1, Kind.REAL),
    /** 2/√π ∫ exp(−t²) dt from 0 to x. */
    ERF("erf", 1, Kind.REAL),
    FLOOR("floor", 1, Kind.REAL),
    CEIL("ceil", 1, Kind.REAL),
    /** To the nearest integer, ties to even. */
    ROUND("round", 1, Kind.REAL),
    /** False if either is NaN. */
    LESS("less", 2, Kind.PREDICATE),
    /** False if either is NaN. */
    LESS_OR_EQUAL("lessOrEqual", 2, Kind.PREDICATE),
    /** False if either is NaN. */
    EQUAL("equal", 2, Kind.PREDICATE),
    IS_NAN("isNaN", 1, Kind.REAL_PREDICATE),
    NOT("not", 1, Kind.BITS),
    AND("and", 2, Kind.BITS),
    OR("or", 2, Kind.BITS),
    XOR("xor", 2, Kind.BITS),
    /** By the width of the type or more it is 0. */
    SHIFT_LEFT("shiftLeft", 2, Kind.BITS),
    /** Of types with sign it is arithmetic; by the width of the type or more 0 or −1. */
    SHIFT_RIGHT("shiftRight", 2, Kind.BITS),
    /** The second argument where the first is true, else the third. */
    SELECT("select", 3, Kind.CHOICE);

    private final String label;
    private final int arity;
    private final Kind kind;

    Fn(String label, int arity, Kind kind) {
      this.label = label;
      this.arity = arity;
      this.kind = kind;
    }

    public int arity() {
      return arity;
    }

    public Kind kind() {
      return kind;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  /** Element of input {@code index}. */
  static Expr in(int index) {
    return new In(index);
  }

  /** A constant. */
  static Expr c(double value) {
    return new Const(value);
  }

  /** A function of arguments, as many as it takes. */
  static Expr call(Fn fn, Expr... arguments) {
    if (arguments.length != fn.arity()) {
      throw new IllegalArgumentException(fn + " of " + arguments.length + " arguments");
    }
    return new Call(fn, List.of(arguments));
  }

  static Expr add(Expr a, Expr b) {
    return call(Fn.ADD, a, b);
  }

  static Expr sub(Expr a, Expr b) {
    return call(Fn.SUB, a, b);
  }

  static Expr mul(Expr a, Expr b) {
    return call(Fn.MUL, a, b);
  }

  static Expr div(Expr a, Expr b) {
    return call(Fn.DIV, a, b);
  }

  static Expr min(Expr a, Expr b) {
    return call(Fn.MIN, a, b);
  }

  static Expr max(Expr a, Expr b) {
    return call(Fn.MAX, a, b);
  }

  static Expr neg(Expr a) {
    return call(Fn.NEG, a);
  }

  static Expr abs(Expr a) {
    return call(Fn.ABS, a);
  }

  static Expr exp(Expr a) {
    return call(Fn.EXP, a);
  }

  static Expr log(Expr a) {
    return call(Fn.LOG, a);
  }

  static Expr tanh(Expr a) {
    return call(Fn.TANH, a);
  }

  static Expr less(Expr a, Expr b) {
    return call(Fn.LESS, a, b);
  }

  static Expr select(Expr condition, Expr yes, Expr no) {
    return call(Fn.SELECT, condition, yes, no);
  }

  /** 1 / (1 + exp(−a)). */
  static Expr sigmoid(Expr a) {
    return div(c(1), add(c(1), exp(neg(a))));
  }

  /** log(1 + exp(a)), computed without overflow. */
  static Expr softplus(Expr a) {
    return add(max(a, c(0)), log(add(c(1), exp(neg(abs(a))))));
  }

  /** This formula with its input {@code i} replaced by element {@code i} of {@code inputs}. */
  default Expr substitute(List<? extends Expr> inputs) {
    return switch (this) {
      case In in -> inputs.get(in.index());
      case Const constant -> constant;
      case Cast cast -> new Cast(cast.to(), cast.argument().substitute(inputs));
      case Call call -> {
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
          arguments.add(argument.substitute(inputs));
        }
        yield new Call(call.fn(), List.copyOf(arguments));
      }
    };
  }
}
