package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/**
 * A convolution of each channel by itself along two dimensions with channels last, a multiple of
 * four: some pixels of four channels for each invocation. Weights are [tap, channel].
 */
record DepthwiseShader(int rows, boolean padded, Finish finish) implements Shader {
  @Override
  public String name() {
    return "depthwise" + rows;
  }

  @Override
  public int buffers() {
    return 3 + finish.extras().size();
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("x", "vec4<f32>").buffer("b", "vec4<f32>").buffer("y", "vec4<f32>");
    finish.declare(wgsl, 4);
    wgsl.flat();
    wgsl.params("m", "n", "fours");
    Geometry.declare(wgsl, 2);
    finish.define(wgsl, 4);
    wgsl.line("let c = i % p.fours;");
    wgsl.line("let m0 = i / p.fours * " + rows + "u;");
    wgsl.line("let fours = i32(p.fours);");
    for (int i = 0; i < rows; i++) {
      wgsl.line("let q" + i + " = i32(min(m0 + " + i + "u, p.m - 1u));");
      wgsl.line("let line" + i + " = q" + i + " / p.out_x;");
      wgsl.line(
          "let left" + i + " = (q" + i + " - line" + i + " * p.out_x) * p.stride_x - p.pad_x;");
      wgsl.line("let top" + i + " = (line" + i + " % p.out_y) * p.stride_y - p.pad_y;");
      wgsl.line("let picture" + i + " = line" + i + " / p.out_y * p.in_y * p.in_x;");
      wgsl.line("var s" + i + " = vec4<f32>();");
    }
    wgsl.line("var at = c;");
    wgsl.line("for (var ky = 0; ky < p.kernel_y; ky++) {");
    wgsl.line("for (var kx = 0; kx < p.kernel_x; kx++) {");
    wgsl.line("  let b0 = b[at];");
    wgsl.line("  at += p.fours;");
    for (int i = 0; i < rows; i++) {
      wgsl.line("  let y" + i + " = top" + i + " + ky * p.dilation_y;");
      wgsl.line("  let x" + i + " = left" + i + " + kx * p.dilation_x;");
      String place = "(picture" + i + " + y" + i + " * p.in_x + x" + i + ") * fours + i32(c)";
      String element = "x[" + place + "]";
      if (padded) {
        wgsl.line(
            "  let in"
                + i
                + " = y"
                + i
                + " >= 0 && y"
                + i
                + " < p.in_y && x"
                + i
                + " >= 0 && x"
                + i
                + " < p.in_x;");
        element = "select(vec4<f32>(), x[select(0, " + place + ", in" + i + ")], in" + i + ")";
      }
      wgsl.line("  s" + i + " += " + element + " * b0;");
    }
    wgsl.line("}");
    wgsl.line("}");
    for (int i = 0; i < rows; i++) {
      wgsl.line("if (m0 + " + i + "u < p.m) {");
      wgsl.line(
          "  y[(m0 + " + i + "u) * p.fours + c] = finish(s" + i + ", m0 + " + i + "u, c * 4u);");
      wgsl.line("}");
    }
    return wgsl.source();
  }
}
