package dev.assam.webgpu;

import dev.assam.backend.device.ExprWriter;
import dev.assam.tensor.DType;

/** Formulas in WGSL, of single elements or of four at once. */
public final class WgslExpr extends ExprWriter {
  private final Wgsl wgsl;
  private final int width;

  /**
   * @param width 1 or 4 elements, which the inputs' texts are vectors of
   */
  public WgslExpr(
      Wgsl wgsl, StringBuilder text, String indent, int width, DType[] types, String[] inputs) {
    super(text, indent, types, inputs);
    this.wgsl = wgsl;
    this.width = width;
  }

  /** How elements of a type lie in buffers. */
  public static String stored(DType dtype) {
    return switch (Sort.of(dtype)) {
      case REAL -> "f32";
      case INT -> "i32";
      case UINT, BOOL -> "u32";
    };
  }

  /** A type of so many elements. */
  public static String type(String scalar, int width) {
    return width == 1 ? scalar : "vec" + width + "<" + scalar + ">";
  }

  /** What lies in a buffer as what is computed with. */
  public static String loaded(DType dtype, int width, String stored) {
    return dtype == DType.BOOL ? "(" + stored + " != " + type("u32", width) + "(0u))" : stored;
  }

  /** What was computed as it lies in a buffer. */
  public static String toStored(DType dtype, int width, String value) {
    return dtype == DType.BOOL ? type("u32", width) + "(" + value + ")" : value;
  }

  private String type(Sort sort) {
    return type(
        switch (sort) {
          case REAL -> "f32";
          case INT -> "i32";
          case UINT -> "u32";
          case BOOL -> "bool";
        },
        width);
  }

  /** A real number in WGSL; one that is not finite comes from a variable, as no literal may. */
  public static String real(Wgsl wgsl, double value) {
    float f = (float) value;
    if (Math.abs(f) >= 1e38f && Float.isFinite(f)) {
      // Decimal digits may round to what no float32 is.
      return "bitcast<f32>(" + Integer.toUnsignedString(Float.floatToRawIntBits(f)) + "u)";
    }
    if (Float.isFinite(f)) {
      return f == 0 && 1 / f < 0 ? "-0.0f" : f + "f";
    }
    String name = Float.isNaN(f) ? "not_a_number" : f > 0 ? "infinity" : "minus_infinity";
    String bits = Float.isNaN(f) ? "0x7fc00000u" : f > 0 ? "0x7f800000u" : "0xff800000u";
    wgsl.function("var<private> " + name + "_bits: u32 = " + bits + ";\n");
    return "bitcast<f32>(" + name + "_bits)";
  }

  @Override
  protected String declaration(Sort sort, String name) {
    return "let " + name;
  }

  @Override
  protected String literal(Sort sort, double value) {
    String text =
        switch (sort) {
          case REAL -> real(wgsl, value);
          case INT -> value == Integer.MIN_VALUE ? "(-2147483647i - 1i)" : (int) value + "i";
          case UINT -> (long) value + "u";
          case BOOL -> value != 0 ? "true" : "false";
        };
    return width == 1 ? (value < 0 ? "(" + text + ")" : text) : type(sort) + "(" + text + ")";
  }

  @Override
  protected String convert(String value, Sort to) {
    return type(to) + "(" + value + ")";
  }

  @Override
  protected String compare(String a, String operator, String b) {
    return "(" + a + " " + operator + " " + b + ")";
  }

  @Override
  protected String select(String condition, String yes, String no) {
    return "select(" + no + ", " + yes + ", " + condition + ")";
  }

  @Override
  protected String bits(Sort sort, String a, String operator, String b) {
    boolean differ = sort == Sort.BOOL && operator.equals("^");
    return "(" + a + (differ ? " != " : " " + operator + " ") + b + ")";
  }

  @Override
  protected String not(Sort sort, String a) {
    return (sort == Sort.BOOL ? "(!" : "(~") + a + ")";
  }

  @Override
  protected String shift(String a, String operator, String b) {
    String shifted = "(" + a + " " + operator + " (" + b + " & " + literal(Sort.UINT, 31) + "))";
    return select(compare(b, "<", literal(Sort.UINT, 32)), shifted, literal(Sort.UINT, 0));
  }

  @Override
  protected String sign(String a) {
    return "sign(" + a + ")";
  }

  @Override
  protected String roundEven(String a) {
    return "round(" + a + ")";
  }

  @Override
  protected String isNan(String a) {
    String bits = "(bitcast<" + type("u32", width) + ">(" + a + ") & ";
    bits += literal(Sort.UINT, 0x7fffffff) + ")";
    return "(" + bits + " > " + literal(Sort.UINT, 0x7f800000) + ")";
  }

  @Override
  protected String helper(String name) {
    wgsl.function(WgslMath.function(name, width));
    return name + "_" + width;
  }
}
