package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Shader;

/**
 * Y [outer, parts, inner] = a fold of X [outer, LENGTH, inner] over PART elements each; with a
 * second input M [outer, inner], of what X is in relation to that.
 *
 * @param whole whether texels of X and Y hold neighbours of {@code inner}
 * @param flat whether X lies in one layer
 * @param relative whether there is M, in one layer
 */
record FoldShader(
    int targets, boolean whole, boolean flat, boolean relative, Of of, How how, After after)
    implements Shader {
  /** What is folded: a formula of x and m. */
  enum Of {
    ITSELF("x"),
    ABSOLUTE("abs(x)"),
    SQUARE("x * x"),
    /** exp(x − m), and that of differences of equal infinities is 1. */
    EXP("exp(mix(x - m, vec4(0.0), equal(x, m)))"),
    DEVIATION("(x - m) * (x - m)");

    private final String text;

    Of(String text) {
      this.text = text;
    }
  }

  /** How two are folded. */
  enum How {
    SUM,
    PRODUCT,
    MAX,
    MIN
  }

  /** What becomes of the result: times the parameter SCALE, a float's bits, for a mean. */
  enum After {
    NOTHING,
    SCALE,
    ROOT,
    LOG
  }

  @Override
  public String name() {
    return "fold";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat);
    if (relative) {
      glsl.rows("M", true);
    }
    glsl.params("LENGTH", "PARTS", "PART", "INNER", "SCALE");
    glsl.helper(
        "vec4 fold(vec4 a, vec4 b) {\n  return "
            + switch (how) {
              case SUM -> "a + b";
              case PRODUCT -> "a * b";
              case MAX -> extreme("lessThan(a, b)");
              case MIN -> extreme("lessThan(b, a)");
            }
            + ";\n}\n");
    glsl.helper("vec4 of(vec4 x, vec4 m) { return " + of.text + "; }\n");
    String result =
        switch (after) {
          case NOTHING -> "a";
          case SCALE -> "a * intBitsToFloat(SCALE)";
          case ROOT -> "sqrt(a)";
          case LOG -> "log(a)";
        };
    glsl.helper("vec4 after(vec4 a) { return " + result + "; }\n");
    glsl.helper(whole ? neighbours() : elements());
    return glsl.perTexel();
  }

  private static String extreme(String loses) {
    return "mix(mix(a, b, "
        + loses
        + "), b, greaterThan(floatBitsToUint(b) & 0x7fffffffu, uvec4(0x7f800000u)))";
  }

  private String start() {
    return GlslExpr.real(
        switch (how) {
          case SUM -> 0;
          case PRODUCT -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
  }

  /** INNER counts texels. */
  private String neighbours() {
    return "vec4 value(int t, ivec3 at) {\n"
        + "  int q = quotient(t, INNER);\n"
        + "  int i = t - q * INNER;\n"
        + "  int o = quotient(q, PARTS);\n"
        + "  int d = (q - o * PARTS) * PART;\n"
        + "  int end = min(d + PART, LENGTH);\n"
        + "  vec4 m = "
        + (relative ? "M_texel(o * INNER + i)" : "vec4(0.0)")
        + ";\n"
        + "  vec4 a = vec4("
        + start()
        + ");\n"
        + "  for (; d < end; d++) {\n"
        + "    a = fold(a, of(X_texel((o * LENGTH + d) * INNER + i), m));\n"
        + "  }\n"
        + "  return after(a);\n"
        + "}\n";
  }

  private String elements() {
    return "vec4 value(int t, ivec3 at) {\n"
        + "  vec4 y = vec4(0.0);\n"
        + "  for (int lane = 0; lane < 4; lane++) {\n"
        + "    int q = quotient(4 * t + lane, INNER);\n"
        + "    int i = 4 * t + lane - q * INNER;\n"
        + "    int o = quotient(q, PARTS);\n"
        + "    int d = (q - o * PARTS) * PART;\n"
        + "    int end = min(d + PART, LENGTH);\n"
        + "    vec4 m = vec4("
        + (relative ? "M_element(o * INNER + i)" : "0.0")
        + ");\n"
        + "    vec4 a = vec4("
        + start()
        + ");\n"
        + "    int e = (o * LENGTH + d) * INNER + i;\n"
        + "    if (INNER == 1) {\n"
        + "      for (; d < end && (e & 3) != 0; d++, e++) {\n"
        + "        a = fold(a, of(vec4(X_element(e)), m));\n"
        + "      }\n"
        + "      vec4 b = vec4("
        + start()
        + ");\n"
        + "      for (; d + 3 < end; d += 4, e += 4) {\n"
        + "        b = fold(b, of(X_texel(e >> 2), m));\n"
        + "      }\n"
        + "      b = fold(b, b.yxwz);\n"
        + "      b = fold(b, b.zwxy);\n"
        + "      a = fold(a, b);\n"
        + "    }\n"
        + "    for (; d < end; d++, e += INNER) {\n"
        + "      a = fold(a, of(vec4(X_element(e)), m));\n"
        + "    }\n"
        + "    y[lane] = after(a).x;\n"
        + "  }\n"
        + "  return y;\n"
        + "}\n";
  }
}
