package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/** Sums or products along LENGTH up to each element, without it if {@code exclusive}. */
record CumulativeShader(
    int targets, boolean flat, boolean product, boolean exclusive, boolean reverse)
    implements Shader {
  @Override
  public String name() {
    return product ? "cumulativeProduct" : "cumulativeSum";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).params("LENGTH", "INNER");
    String from = reverse ? exclusive ? "d + 1" : "d" : "0";
    String to = reverse ? "LENGTH" : exclusive ? "d" : "d + 1";
    glsl.helper(
        "vec4 value(int t, ivec3 at) {\n"
            + "  vec4 y;\n"
            + "  for (int i = 0; i < 4; i++) {\n"
            + "    int q = quotient(4 * t + i, INNER);\n"
            + "    int o = quotient(q, LENGTH);\n"
            + "    int d = q - o * LENGTH;\n"
            + "    int e = o * LENGTH * INNER + 4 * t + i - q * INNER;\n"
            + "    float s = "
            + (product ? "1.0" : "0.0")
            + ";\n"
            + "    for (int k = "
            + from
            + "; k < "
            + to
            + "; k++) {\n"
            + "      s "
            + (product ? "*" : "+")
            + "= X_element(e + k * INNER);\n"
            + "    }\n"
            + "    y[i] = s;\n"
            + "  }\n"
            + "  return y;\n"
            + "}\n");
    return glsl.perTexel();
  }
}
