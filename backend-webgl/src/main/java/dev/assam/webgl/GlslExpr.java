package dev.assam.webgl;

import dev.assam.backend.device.ExprWriter;
import dev.assam.op.Expr;
import dev.assam.op.ExprTypes;
import dev.assam.tensor.DType;

/**
 * Formulas in GLSL, of four elements at once. Everything is a {@code vec4}: booleans are 0 and 1,
 * integers, which are only compared and chosen, exact floats.
 */
public final class GlslExpr extends ExprWriter {
  /** Integers up to here are exact as floats. */
  public static final int EXACT = 1 << 24;

  private final Glsl glsl;

  public GlslExpr(Glsl glsl, StringBuilder text, String indent, DType[] types, String[] inputs) {
    super(text, indent, types, inputs);
    this.glsl = glsl;
  }

  /** Whether tensors of this type lie on the device. */
  public static boolean holds(DType dtype) {
    return dtype == DType.FLOAT32
        || dtype == DType.BOOL
        || dtype == DType.INT32
        || dtype == DType.INT64;
  }

  /** Whether floats compute a formula as its definition has it. */
  public static boolean canCompute(Expr expr, DType[] types, DType to) {
    return canWrite(expr, types, to) && !makesIntegers(expr, types) && canConvert(expr, types, to);
  }

  private static boolean canConvert(Expr expr, DType[] types, DType to) {
    DType from = ExprTypes.of(expr, types);
    return to == DType.FLOAT32
        || to == DType.BOOL
        || from == null
        || from.isInteger()
        || from == DType.BOOL;
  }

  /** Whether integers come out of anything but inputs, choices and booleans. */
  private static boolean makesIntegers(Expr expr, DType[] types) {
    return switch (expr) {
      case Expr.In in -> types[in.index()] != null && !holds(types[in.index()]);
      case Expr.Const constant -> !(Math.abs(constant.value()) <= EXACT) && isWhole(constant);
      case Expr.Cast cast ->
          makesIntegers(cast.argument(), types) || !canConvert(cast.argument(), types, cast.to());
      case Expr.Call call -> {
        DType of = ExprTypes.of(call, types);
        boolean makes = of != null && of.isInteger() && call.fn().kind() != Expr.Kind.CHOICE;
        for (Expr argument : call.arguments()) {
          makes |=
              makesIntegers(argument, types) && !(argument instanceof Expr.Const && isReal(of));
        }
        yield makes;
      }
    };
  }

  private static boolean isReal(DType of) {
    return of == null || of == DType.FLOAT32;
  }

  private static boolean isWhole(Expr.Const constant) {
    return constant.value() == Math.rint(constant.value());
  }

  /**
   * A real number in GLSL; one that is not finite, or where compilers read infinity or 0 instead,
   * is made of its bits.
   */
  public static String real(double value) {
    float f = (float) value;
    float size = Math.abs(f);
    return f == 0 || size > 1e-37f && size < 1e37f
        ? Float.toString(f)
        : "uintBitsToFloat(0x" + Integer.toHexString(Float.floatToIntBits(f)) + "u)";
  }

  @Override
  protected String declaration(Sort sort, String name) {
    return "vec4 " + name;
  }

  @Override
  protected String literal(Sort sort, double value) {
    return "vec4(" + real(sort == Sort.BOOL && value != 0 ? 1 : value) + ")";
  }

  @Override
  protected String convert(String value, Sort to) {
    return to == Sort.BOOL ? compare(value, "!=", "vec4(0.0)") : value;
  }

  @Override
  protected String compare(String a, String operator, String b) {
    String function =
        switch (operator) {
          case "<" -> "lessThan";
          case "<=" -> "lessThanEqual";
          case ">" -> "greaterThan";
          case "==" -> "equal";
          case "!=" -> "notEqual";
          default -> throw new IllegalArgumentException(operator);
        };
    return "vec4(" + function + "(" + a + ", " + b + "))";
  }

  @Override
  protected String select(String condition, String yes, String no) {
    return "mix(" + no + ", " + yes + ", bvec4(" + condition + "))";
  }

  @Override
  protected String bits(Sort sort, String a, String operator, String b) {
    return switch (operator) {
      case "&" -> "(" + a + " * " + b + ")";
      case "|" -> "max(" + a + ", " + b + ")";
      default -> "abs(" + a + " - " + b + ")";
    };
  }

  @Override
  protected String not(Sort sort, String a) {
    return "(1.0 - " + a + ")";
  }

  @Override
  protected String shift(String a, String operator, String b) {
    throw new IllegalStateException("shifts are of integers");
  }

  @Override
  protected String sign(String a) {
    return select(isNan(a), a, "sign(" + a + ")");
  }

  @Override
  protected String roundEven(String a) {
    return "roundEven(" + a + ")";
  }

  @Override
  protected String isNan(String a) {
    return "vec4(greaterThan(floatBitsToUint(" + a + ") & 0x7fffffffu, uvec4(0x7f800000u)))";
  }

  @Override
  protected String helper(String name) {
    glsl.helper(GlslMath.function(name));
    return name + "_4";
  }
}
