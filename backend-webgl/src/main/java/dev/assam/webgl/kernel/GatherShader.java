package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Y [outer, COUNT, INNER] from X [outer, DIM, INNER] at indices I, which count from the end where
 * negative: [COUNT], or an index for each element.
 *
 * @param whole whether INNER counts texels
 * @param flat whether X lies in one layer
 * @param flatIndices whether I does
 */
record GatherShader(int targets, boolean whole, boolean each, boolean flat, boolean flatIndices)
    implements Shader {
  @Override
  public String name() {
    return each ? "gatherElements" : "gather";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).rows("I", flatIndices);
    glsl.params("COUNT", "DIM", "INNER");
    if (each) {
      glsl.params("INNERX");
    }
    glsl.helper(
        "int from(int e) {\n"
            + "  int q = quotient(e, INNER);\n"
            + "  int o = quotient(q, COUNT);\n"
            + "  int i = int(I_element("
            + (each ? "e" : "q - o * COUNT")
            + "));\n"
            + "  i = clamp(i < 0 ? i + DIM : i, 0, DIM - 1);\n"
            + "  return (o * DIM + i) * "
            + (each ? "INNERX" : "INNER")
            + " + e - q * INNER;\n"
            + "}\n");
    glsl.helper(
        whole
            ? "vec4 value(int t, ivec3 at) { return X_texel(from(t)); }\n"
            : """
            vec4 value(int t, ivec3 at) {
              vec4 y;
              for (int i = 0; i < 4; i++) { y[i] = X_element(from(4 * t + i)); }
              return y;
            }
            """);
    return glsl.perTexel();
  }
}
