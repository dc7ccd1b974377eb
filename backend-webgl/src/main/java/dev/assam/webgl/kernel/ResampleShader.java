package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Y [outer, OUTPUT, INNER] from X [outer, INPUT, INNER]: each position is a weighted sum of COUNT;
 * T holds all positions, then all weights.
 *
 * @param whole whether INNER counts texels
 * @param flat whether X lies in one layer
 */
record ResampleShader(int targets, boolean whole, boolean flat) implements Shader {
  @Override
  public String name() {
    return "resample";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).rows("T", true);
    glsl.params("OUTPUT", "INPUT", "INNER", "COUNT");
    String type = whole ? "vec4" : "float";
    glsl.helper(
        type
            + " sum(int e) {\n"
            + "  int q = quotient(e, INNER);\n"
            + "  int o = quotient(q, OUTPUT);\n"
            + "  int tap = (q - o * OUTPUT) * COUNT;\n"
            + "  int from = o * INPUT * INNER + e - q * INNER;\n"
            + "  "
            + type
            + " s = "
            + type
            + "(0.0);\n"
            + "  for (int k = tap; k < tap + COUNT; k++) {\n"
            + "    s += T_element(OUTPUT * COUNT + k) * X_"
            + (whole ? "texel" : "element")
            + "(from + int(T_element(k)) * INNER);\n"
            + "  }\n"
            + "  return s;\n"
            + "}\n");
    glsl.helper(
        whole
            ? "vec4 value(int t, ivec3 at) { return sum(t); }\n"
            : """
            vec4 value(int t, ivec3 at) {
              return vec4(sum(4 * t), sum(4 * t + 1), sum(4 * t + 2), sum(4 * t + 3));
            }
            """);
    return glsl.perTexel();
  }
}
