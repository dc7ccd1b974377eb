package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/** Maximum and average pools of pictures with channels last, whole texels of channels. */
record PoolShader(int targets, boolean flat, boolean max, boolean countPadding) implements Shader {
  @Override
  public String name() {
    return max ? "maxPool" : "averagePool";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).params("C", "ROWS");
    Images.params(glsl);
    glsl.params("PB", "PR");
    glsl.helper(
        """
        vec4 larger(vec4 a, vec4 b) {
          return mix(mix(a, b, lessThan(a, b)), b,
              greaterThan(floatBitsToUint(b) & 0x7fffffffu, uvec4(0x7f800000u)));
        }
        """);
    glsl.block();
    Images.positions(glsl, targets);
    for (int j = 0; j < targets; j++) {
      String first = max ? "vec4(uintBitsToFloat(0xff800000u))" : "vec4(0.0)";
      glsl.line("vec4 a" + j + " = " + first + ";");
      glsl.line("float c" + j + " = 0.0;");
    }
    glsl.line("for (int ky = 0; ky < KH; ky++) {");
    glsl.line("  for (int kx = 0; kx < KW; kx++) {");
    for (int j = 0; j < targets; j++) {
      String a = "a" + j;
      Images.tap(glsl, "    ", j, false);
      String x = Pixels.fetch("r" + j, flat);
      String take =
          max ? a + " = larger(" + a + ", " + x + ");" : a + " += " + x + "; c" + j + " += 1.0;";
      glsl.line("    if (in" + j + ") { " + take + " }");
      if (countPadding) {
        glsl.line(
            "    else if (iy" + j + " < H + PB && ix" + j + " < W_ + PR) { c" + j + " += 1.0; }");
      }
    }
    glsl.line("  }");
    glsl.line("}");
    for (int j = 0; j < targets; j++) {
      glsl.line("y" + j + " = a" + j + (max ? ";" : " / max(c" + j + ", 1.0);"));
    }
    return glsl;
  }
}
