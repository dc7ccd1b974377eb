package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * A convolution along two dimensions with channels last, as the product of the input's windows with
 * weights [group, tap, channel, maps padded to fours]: a tile of pixels and maps for each
 * invocation, all from global memory.
 *
 * @param vectorX whether the channels of a group are read by fours
 * @param vectorY whether maps are written by fours
 * @param padded whether windows may leave the input
 */
record ConvShader(Tile tile, boolean vectorX, boolean vectorY, boolean padded, Finish finish)
    implements Shader {
  static final int GROUP = 8;

  @Override
  public String name() {
    return "conv" + tile.rows() + "x" + tile.columns() + (vectorX ? "c4" : "");
  }

  @Override
  public int buffers() {
    return 3 + finish.extras().size();
  }

  @Override
  public String source() {
    int width = vectorY ? 4 : 1;
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("x", WgslExpr.type("f32", vectorX ? 4 : 1));
    wgsl.buffer("b", "vec4<f32>");
    wgsl.buffer("y", WgslExpr.type("f32", width));
    finish.declare(wgsl, width);
    // Pixels, maps; of a group channels and maps; from a pixel to the next; weights of a group.
    wgsl.params("m", "n", "channels", "maps", "fours", "pixel", "weights");
    Geometry.declare(wgsl, 2);
    finish.define(wgsl, width);
    int unit = vectorX ? 4 : 1;
    wgsl.line("let first = g.x * " + tile.columns() + "u;");
    wgsl.line("let n0 = w.z * p.maps + first;");
    wgsl.line("let m0 = g.y * " + tile.rows() + "u;");
    wgsl.line("if (first >= p.maps || m0 >= p.m) { return; }");
    pixels(wgsl);
    for (int j = 0; j < tile.fours(); j++) {
      wgsl.line("let c" + j + " = min(first / 4u + " + j + "u, p.fours - 1u);");
    }
    tile.declare(wgsl);
    wgsl.line("let group = i32(w.z * p.channels);");
    wgsl.line("let steps = i32(p.channels);");
    wgsl.line("var at = w.z * p.weights;");
    wgsl.line("for (var ky = 0; ky < p.kernel_y; ky++) {");
    wgsl.line("for (var kx = 0; kx < p.kernel_x; kx++) {");
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line("  let y" + i + " = top" + i + " + ky * p.dilation_y;");
      wgsl.line("  let x" + i + " = left" + i + " + kx * p.dilation_x;");
      String place = "(picture" + i + " + y" + i + " * p.in_x + x" + i + ") * i32(p.pixel) + group";
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
        place = "select(0, " + place + ", in" + i + ")";
      }
      wgsl.line("  let r" + i + " = " + place + ";");
    }
    wgsl.line("  for (var k = 0; k < steps; k++) {");
    for (int i = 0; i < tile.rows(); i++) {
      String element = "x[r" + i + " + k]";
      String zero = WgslExpr.type("f32", unit) + "()";
      wgsl.line(
          "    let a"
              + i
              + " = "
              + (padded ? "select(" + zero + ", " + element + ", in" + i + ")" : element)
              + ";");
    }
    for (int part = 0; part < unit; part++) {
      wgsl.line("    {");
      tile.multiply(wgsl, "      ", unit == 1 ? "" : "." + "xyzw".charAt(part), "at");
      wgsl.line("    }");
      wgsl.line("    at += p.fours;");
    }
    wgsl.line("  }");
    wgsl.line("}");
    wgsl.line("}");
    tile.store(wgsl, "0u", vectorY);
    return wgsl.source(GROUP, GROUP);
  }

  /** For each pixel of the tile, where its picture and its window begin. */
  private void pixels(Wgsl wgsl) {
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line("let q" + i + " = i32(min(m0 + " + i + "u, p.m - 1u));");
      wgsl.line("let line" + i + " = q" + i + " / p.out_x;");
      wgsl.line(
          "let left" + i + " = (q" + i + " - line" + i + " * p.out_x) * p.stride_x - p.pad_x;");
      wgsl.line("let top" + i + " = (line" + i + " % p.out_y) * p.stride_y - p.pad_y;");
      wgsl.line("let picture" + i + " = line" + i + " / p.out_y * p.in_y * p.in_x;");
    }
  }
}
