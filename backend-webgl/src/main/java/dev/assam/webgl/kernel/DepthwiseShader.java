package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Convolutions of each channel with weights of its own, whole texels of channels, channels last.
 *
 * @param flat whether X lies in one layer
 */
record DepthwiseShader(int targets, boolean flat, boolean transposed, Finish.Kind finish)
    implements Shader {
  @Override
  public String name() {
    return "depthwise";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).matrix("W");
    finish.declare(glsl);
    glsl.params("C", "ROWS");
    Images.params(glsl);
    glsl.block();
    for (int j = 0; j < targets; j++) {
      glsl.line("vec4 a" + j + " = vec4(0.0);");
    }
    Images.positions(glsl, targets);
    glsl.line("for (int ky = 0; ky < KH; ky++) {");
    glsl.line("  for (int kx = 0; kx < KW; kx++) {");
    glsl.line("    vec4 w = W_at(ky * KW + kx, column);");
    for (int j = 0; j < targets; j++) {
      Images.tap(glsl, "    ", j, transposed);
      glsl.line("    if (in" + j + ") { a" + j + " += w * " + Pixels.fetch("r" + j, flat) + "; }");
    }
    glsl.line("  }");
    glsl.line("}");
    finish.write(glsl);
    return glsl;
  }
}
