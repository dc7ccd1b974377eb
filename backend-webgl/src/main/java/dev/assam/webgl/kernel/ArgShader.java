package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Y [outer, inner] = where along LENGTH X [outer, LENGTH, INNER] is largest or smallest; NaN counts
 * as larger and smaller than everything.
 */
record ArgShader(int targets, boolean flat, boolean max, boolean selectLast) implements Shader {
  @Override
  public String name() {
    return max ? "argMax" : "argMin";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).params("LENGTH", "INNER");
    String operator = (max ? ">" : "<") + (selectLast ? "=" : "");
    glsl.helper(
        "bool isNot(float x) { return (floatBitsToUint(x) & 0x7fffffffu) > 0x7f800000u; }\n"
            + "float place(int e) {\n"
            + "  int o = quotient(e, INNER);\n"
            + "  int at = o * LENGTH * INNER + e - o * INNER;\n"
            + "  float best = X_element(at);\n"
            + "  int d = 0;\n"
            + "  for (int k = 1; k < LENGTH; k++) {\n"
            + "    float x = X_element(at + k * INNER);\n"
            + "    if (isNot(best) ? "
            + (selectLast ? "isNot(x)" : "false")
            + " : (isNot(x) || x "
            + operator
            + " best)) {\n"
            + "      best = x;\n"
            + "      d = k;\n"
            + "    }\n"
            + "  }\n"
            + "  return float(d);\n"
            + "}\n"
            + "vec4 value(int t, ivec3 at) {\n"
            + "  return vec4(place(4 * t), place(4 * t + 1), place(4 * t + 2), place(4 * t + 3));\n"
            + "}\n");
    return glsl.perTexel();
  }
}
