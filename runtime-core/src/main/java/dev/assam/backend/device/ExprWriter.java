package dev.assam.backend.device;

import dev.assam.op.Expr;
import dev.assam.op.ExprTypes;
import dev.assam.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a formula as statements of a C-like shading language, a local variable for each function,
 * each distinct subexpression once. What the languages differ in is left to subclasses.
 */
public abstract class ExprWriter {
  /** What a language computes with. */
  public enum Sort {
    REAL,
    INT,
    UINT,
    BOOL;

    /** How elements of a type are computed with; reals for null, a formula of constants. */
    public static Sort of(DType dtype) {
      if (dtype == null || dtype.isFloat()) {
        return REAL;
      }
      return dtype == DType.BOOL ? BOOL : dtype.isUnsigned() ? UINT : INT;
    }
  }

  private final StringBuilder text;
  private final String indent;
  private final DType[] types;
  private final String[] inputs;
  private final Map<Expr, String> names = new HashMap<>();
  private int next;

  /**
   * @param text where statements go
   * @param indent before each
   * @param types of the formula's inputs
   * @param inputs texts of their elements, of the sorts of their types
   */
  protected ExprWriter(StringBuilder text, String indent, DType[] types, String[] inputs) {
    this.text = text;
    this.indent = indent;
    this.types = types;
    this.inputs = inputs;
  }

  /**
   * Whether 32 bits hold everything a formula computes, as its definition has it: reals are
   * float32, arithmetic is of 32-bit integers, other integers are only compared and chosen.
   */
  public static boolean canWrite(Expr expr, DType[] types, DType to) {
    return canHold(to) && canCast(ExprTypes.of(expr, types), to) && canWrite(expr, types);
  }

  private static boolean canWrite(Expr expr, DType[] types) {
    return switch (expr) {
      case Expr.In in -> canHold(types[in.index()]);
      case Expr.Const _ -> true;
      case Expr.Cast cast ->
          canCast(ExprTypes.of(cast.argument(), types), cast.to())
              && canWrite(cast.argument(), types);
      case Expr.Call call -> {
        DType of = argumentType(call, types);
        boolean can = canHold(of) && canCompute(call.fn(), of) && hasLiterals(call, of);
        for (Expr argument : call.arguments()) {
          can = can && canWrite(argument, types);
        }
        yield can;
      }
    };
  }

  private static boolean canHold(DType dtype) {
    return dtype == null
        || switch (dtype) {
          case FLOAT32, INT64, INT32, UINT32, INT16, UINT16, INT8, UINT8, BOOL -> true;
          default -> false;
        };
  }

  private static boolean canCast(DType from, DType to) {
    if (from == null || to == null || from == to || to == DType.FLOAT32 || to == DType.BOOL) {
      return true;
    }
    return switch (to) {
      case INT32, UINT32 -> true;
      case INT64 -> !from.isFloat() && from != DType.UINT32;
      default -> from == DType.BOOL;
    };
  }

  private static boolean canCompute(Expr.Fn fn, DType of) {
    boolean real = of == null || of == DType.FLOAT32;
    boolean word = of == DType.INT32 || of == DType.UINT32;
    return switch (fn.kind()) {
      case REAL, REAL_PREDICATE, PREDICATE, CHOICE -> true;
      case BITS ->
          word && (of == DType.UINT32 || (fn != Expr.Fn.SHIFT_LEFT && fn != Expr.Fn.SHIFT_RIGHT))
              || of == DType.BOOL;
      case NUMBER -> real || word && fn != Expr.Fn.POW && (of == DType.INT32 || fn != Expr.Fn.NEG);
    };
  }

  /** Whether the constants among a function's arguments can be written as its type. */
  private static boolean hasLiterals(Expr.Call call, DType of) {
    for (Expr argument : call.arguments()) {
      if (argument instanceof Expr.Const constant && of != null && !of.isFloat()) {
        double least = of.isUnsigned() || of == DType.BOOL ? 0 : Integer.MIN_VALUE;
        if (!(constant.value() >= least && constant.value() <= Integer.MAX_VALUE)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The type that the arguments of a function are brought to; of a choice, the last two. */
  private static DType argumentType(Expr.Call call, DType[] types) {
    return switch (call.fn().kind()) {
      case REAL, REAL_PREDICATE -> DType.FLOAT32;
      case CHOICE, NUMBER, BITS -> ExprTypes.of(call, types);
      case PREDICATE ->
          ExprTypes.of(Expr.add(call.arguments().get(0), call.arguments().get(1)), types);
    };
  }

  /** Writes the statements of a formula; the text of its value as elements of a type. */
  public String write(Expr expr, DType to) {
    return argument(expr, Sort.of(to));
  }

  private String argument(Expr expr, Sort to) {
    if (expr instanceof Expr.Const constant) {
      return literal(to, constant.value());
    }
    Sort from = Sort.of(ExprTypes.of(expr, types));
    String value = value(expr);
    return from == to ? value : convert(value, to);
  }

  /** The text of a formula's value, of the sort of its type. */
  private String value(Expr expr) {
    String known = names.get(expr);
    if (known != null) {
      return known;
    }
    String written =
        switch (expr) {
          case Expr.In in -> inputs[in.index()];
          case Expr.Const constant -> literal(Sort.REAL, constant.value());
          case Expr.Cast cast -> argument(cast.argument(), Sort.of(cast.to()));
          case Expr.Call call -> call(call);
        };
    if (expr instanceof Expr.Call || expr instanceof Expr.Cast) {
      String name = "t" + next++;
      text.append(indent)
          .append(declaration(Sort.of(ExprTypes.of(expr, types)), name))
          .append(" = ")
          .append(written)
          .append(";\n");
      written = name;
    }
    names.put(expr, written);
    return written;
  }

  private String call(Expr.Call call) {
    Sort sort = Sort.of(argumentType(call, types));
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      boolean condition = call.fn() == Expr.Fn.SELECT && i == 0;
      arguments.add(argument(call.arguments().get(i), condition ? Sort.BOOL : sort));
    }
    String a = arguments.get(0);
    String b = arguments.size() > 1 ? arguments.get(1) : null;
    boolean constant = b != null && call.arguments().get(1) instanceof Expr.Const;
    return switch (call.fn()) {
      case ADD -> "(" + a + " + " + b + ")";
      case SUB -> "(" + a + " - " + b + ")";
      case MUL -> "(" + a + " * " + b + ")";
      case DIV -> sort == Sort.REAL ? "(" + a + " / " + b + ")" : quotient(sort, a, b, " / ");
      case REM ->
          sort == Sort.REAL
              ? "(" + a + " - " + b + " * trunc(" + a + " / " + b + "))"
              : quotient(sort, a, b, " % ");
      case MOD -> modulo(sort, a, b);
      case POW -> helper("power") + "(" + a + ", " + b + ")";
      case MIN -> extreme(sort, a, b, " > ", constant, "min");
      case MAX -> extreme(sort, a, b, " < ", constant, "max");
      case NEG -> "(-" + a + ")";
      case ABS -> sort == Sort.UINT ? a : "abs(" + a + ")";
      case SIGN -> sort == Sort.UINT ? "min(" + a + ", " + literal(sort, 1) + ")" : sign(a);
      case TANH, ERF -> helper(call.fn().toString()) + "(" + a + ")";
      case SQRT, EXP, LOG, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH ->
          call.fn() + "(" + a + ")";
      case FLOOR, CEIL -> call.fn() + "(" + a + ")";
      case ROUND -> roundEven(a);
      case LESS -> compare(a, "<", b);
      case LESS_OR_EQUAL -> compare(a, "<=", b);
      case EQUAL -> compare(a, "==", b);
      case IS_NAN -> isNan(a);
      case NOT -> not(sort, a);
      case AND -> bits(sort, a, "&", b);
      case OR -> bits(sort, a, "|", b);
      case XOR -> bits(sort, a, "^", b);
      case SHIFT_LEFT -> shift(a, "<<", b);
      case SHIFT_RIGHT -> shift(a, ">>", b);
      case SELECT -> select(a, b, arguments.get(2));
    };
  }

  /** Of integers, 0 by zero. */
  private String quotient(Sort sort, String a, String b, String operator) {
    String zero = literal(sort, 0);
    String isZero = compare(b, "==", zero);
    String divisor = select(isZero, literal(sort, 1), b);
    return select(isZero, zero, "(" + a + operator + divisor + ")");
  }

  private String modulo(Sort sort, String a, String b) {
    if (sort == Sort.REAL) {
      return "(" + a + " - " + b + " * floor(" + a + " / " + b + "))";
    }
    String rest = quotient(sort, a, b, " % ");
    if (sort == Sort.UINT) {
      return rest;
    }
    String zero = literal(sort, 0);
    String differ = bits(Sort.BOOL, compare(rest, "<", zero), "^", compare(b, "<", zero));
    return select(
        bits(Sort.BOOL, compare(rest, "!=", zero), "&", differ),
        "(" + rest + " + " + b + ")",
        rest);
  }

  /** NaN if either is: an unordered comparison leaves the first. */
  private String extreme(
      Sort sort, String a, String b, String loses, boolean constant, String function) {
    if (sort != Sort.REAL) {
      return function + "(" + a + ", " + b + ")";
    }
    String ordered = select(compare(a, loses.trim(), b), b, a);
    return constant ? ordered : select(isNan(b), b, ordered);
  }

  /** A declaration without its value, as in {@code let t0}. */
  protected abstract String declaration(Sort sort, String name);

  /** A constant, which may be infinite or NaN if real. */
  protected abstract String literal(Sort sort, double value);

  /** A value of another sort. */
  protected abstract String convert(String value, Sort to);

  protected abstract String compare(String a, String operator, String b);

  protected abstract String select(String condition, String yes, String no);

  protected abstract String bits(Sort sort, String a, String operator, String b);

  protected abstract String not(Sort sort, String a);

  /** Of unsigned integers; 0 by 32 or more. */
  protected abstract String shift(String a, String operator, String b);

  protected abstract String sign(String a);

  protected abstract String roundEven(String a);

  protected abstract String isNan(String a);

  /** Makes a function known that the language lacks: power, tanh, erf; its name. */
  protected abstract String helper(String name);
}
