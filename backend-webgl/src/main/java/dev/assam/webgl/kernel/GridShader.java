package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Shader;

/**
 * Each element of Y from a position of X that tables tell, one for each dimension and all in T one
 * after the other; where one of them says −1 it is {@code value}.
 *
 * @param whole whether the last dimension goes on as it is, in whole texels
 * @param flat whether X lies in one layer
 */
record GridShader(int targets, int dims, boolean whole, boolean flat, float value)
    implements Shader {
  @Override
  public String name() {
    return "grid";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).rows("T", true);
    for (int d = 0; d < dims; d++) {
      glsl.params("DIM" + d, "STRIDE" + d, "TABLE" + d);
    }
    StringBuilder text = new StringBuilder("int from(int e) {\n");
    text.append("  int o = 0;\n  int q;\n  int i;\n");
    for (int d = dims - 1; d >= 0; d--) {
      text.append("  q = quotient(e, DIM").append(d).append(");\n");
      text.append("  i = e - q * DIM").append(d).append(";\n");
      if (!(whole && d == dims - 1)) {
        text.append("  i = int(T_element(TABLE").append(d).append(" + i));\n");
        text.append("  if (i < 0) { return -1; }\n");
      }
      text.append("  o += i * STRIDE").append(d).append(";\n  e = q;\n");
    }
    glsl.helper(text.append("  return o;\n}\n").toString());
    String other = GlslExpr.real(value);
    glsl.helper(
        whole
            ? "vec4 value(int t, ivec3 at) {\n"
                + "  int o = from(t);\n"
                + "  return o < 0 ? vec4("
                + other
                + ") : X_texel(o);\n"
                + "}\n"
            : "vec4 value(int t, ivec3 at) {\n"
                + "  vec4 y;\n"
                + "  for (int i = 0; i < 4; i++) {\n"
                + "    int o = from(4 * t + i);\n"
                + "    y[i] = o < 0 ? "
                + other
                + " : X_element(o);\n"
                + "  }\n"
                + "  return y;\n"
                + "}\n");
    return glsl.perTexel();
  }
}
