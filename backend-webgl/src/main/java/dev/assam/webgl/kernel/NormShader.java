package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Y = (X − mean) / √(variance + EPSILON) · scale + shift over lines [outer, LENGTH, INNER], each of
 * which has a mean and a variance; element e has the scale of number e / EACH modulo SCALES.
 *
 * @param way whether texels hold elements of one line or of neighbouring ones
 * @param flat whether X lies in one layer; all else does
 * @param centered whether there is a mean
 * @param shifted whether there is a shift
 */
record NormShader(int targets, Way way, boolean flat, boolean centered, boolean shifted)
    implements Shader {
  /** What a texel holds. */
  enum Way {
    /** Elements along a line, with scales one after the other. */
    ALONG,
    /** Elements of neighbouring lines, with scales one after the other. */
    ACROSS,
    /** Anything. */
    ELEMENTS
  }

  @Override
  public String name() {
    return "norm";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).rows("V", true).rows("S", true);
    if (centered) {
      glsl.rows("M", true);
    }
    if (shifted) {
      glsl.rows("B", true);
    }
    glsl.params("LENGTH", "INNER", "EACH", "SCALES", "EPSILON");
    String mean = centered ? " - " : "";
    StringBuilder text = new StringBuilder("vec4 value(int t, ivec3 at) {\n");
    if (way == Way.ELEMENTS) {
      text.append("  vec4 y;\n  for (int i = 0; i < 4; i++) {\n");
      text.append("    int e = 4 * t + i;\n");
      text.append("    int o = quotient(e, LENGTH * INNER);\n");
      text.append("    int line = o * INNER + e - quotient(e, INNER) * INNER;\n");
      text.append("    int s = quotient(e, EACH);\n    s -= quotient(s, SCALES) * SCALES;\n");
      text.append("    y[i] = (X_element(e)").append(mean);
      text.append(centered ? "M_element(line)" : "");
      text.append(") / sqrt(V_element(line) + intBitsToFloat(EPSILON)) * S_element(s)");
      text.append(shifted ? " + B_element(s)" : "").append(";\n  }\n  return y;\n}\n");
    } else {
      // EACH is 1; INNER and SCALES, or LENGTH and SCALES, are whole texels.
      text.append("  int s = t - quotient(t, SCALES / 4) * (SCALES / 4);\n");
      boolean along = way == Way.ALONG;
      text.append(
          along
              ? "  int line = quotient(t, LENGTH / 4);\n"
              : "  int line = quotient(t, LENGTH * (INNER / 4)) * (INNER / 4) + t"
                  + " - quotient(t, INNER / 4) * (INNER / 4);\n");
      text.append("  vec4 v = ").append(along ? "vec4(V_element(line))" : "V_texel(line)");
      text.append(";\n  vec4 x = X_texel(t)").append(mean);
      text.append(centered ? along ? "vec4(M_element(line))" : "M_texel(line)" : "").append(";\n");
      text.append("  return x * inversesqrt(v + intBitsToFloat(EPSILON)) * S_texel(s)");
      text.append(shifted ? " + B_texel(s)" : "").append(";\n}\n");
    }
    glsl.helper(text.toString());
    return glsl.perTexel();
  }
}
