package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Convolutions of groups of any number of channels, element by element: of CG of X's and MG of Y's
 * each, M of Y's in all; the weights lie as they come.
 */
record GroupsShader(int targets, boolean flat, boolean transposed, Finish.Kind finish)
    implements Shader {
  @Override
  public String name() {
    return "convElements";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).rows("W", true);
    finish.declare(glsl);
    glsl.params("C", "CG", "MG", "M", "ROWS");
    Images.params(glsl);
    String weight =
        transposed
            ? "((g * CG + c) * MG + m - g * MG) * KH * KW + tap"
            : "(m * CG + c) * KH * KW + tap";
    String element = Pixels.fetch("X", "r", "C", "(i >> 2)", flat);
    glsl.helper(
        "vec4 products(int r, int column, int tap) {\n"
            + "  vec4 sum = vec4(0.0);\n"
            + "  for (int lane = 0; lane < 4; lane++) {\n"
            + "    int m = min(4 * column + lane, M - 1);\n"
            + "    int g = quotient(m, MG);\n"
            + "    float s = 0.0;\n"
            + "    for (int c = 0; c < CG; c++) {\n"
            + "      int i = g * CG + c;\n"
            + "      s += "
            + element
            + "[i & 3] * W_element("
            + weight
            + ");\n"
            + "    }\n"
            + "    sum[lane] = s;\n"
            + "  }\n"
            + "  return sum;\n"
            + "}\n");
    glsl.block();
    for (int j = 0; j < targets; j++) {
      glsl.line("vec4 a" + j + " = vec4(0.0);");
    }
    Images.positions(glsl, targets);
    glsl.line("for (int ky = 0; ky < KH; ky++) {");
    glsl.line("  for (int kx = 0; kx < KW; kx++) {");
    for (int j = 0; j < targets; j++) {
      Images.tap(glsl, "    ", j, transposed);
      glsl.line(
          "    if (in" + j + ") { a" + j + " += products(r" + j + ", column, ky * KW + kx); }");
    }
    glsl.line("  }");
    glsl.line("}");
    finish.write(glsl);
    return glsl;
  }
}
