package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/** Y = finish(Aᵀ · M · A): what Winograd's products [position, tile, map] yield, 2 × 2 pixels. */
record WinogradOutputShader(Finish finish) implements Shader {
  @Override
  public String name() {
    return "winogradOutput";
  }

  @Override
  public int buffers() {
    return 2 + finish.extras().size();
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("products", "vec4<f32>").buffer("y", "vec4<f32>");
    finish.declare(wgsl, 4);
    wgsl.flat().params("n", "tiles", "tiles_y", "tiles_x", "out_y", "out_x");
    finish.define(wgsl, 4);
    wgsl.line("let fours = p.n / 4u;");
    wgsl.line("let four = i % fours;");
    wgsl.line("let tile = i / fours;");
    wgsl.line("let line = tile / p.tiles_x;");
    wgsl.line("let picture = line / p.tiles_y;");
    wgsl.line("let top = line % p.tiles_y * 2u;");
    wgsl.line("let left = tile % p.tiles_x * 2u;");
    wgsl.line("let step = p.tiles * fours;");
    for (int at = 0; at < 16; at++) {
      wgsl.line("let m" + at / 4 + at % 4 + " = products[i + " + at + "u * step];");
    }
    for (int x = 0; x < 4; x++) {
      wgsl.line("let r0" + x + " = m0" + x + " + m1" + x + " + m2" + x + ";");
      wgsl.line("let r1" + x + " = m1" + x + " - m2" + x + " - m3" + x + ";");
    }
    for (int y = 0; y < 2; y++) {
      String r = "r" + y;
      store(wgsl, y, 0, r + "0 + " + r + "1 + " + r + "2");
      store(wgsl, y, 1, r + "1 - " + r + "2 - " + r + "3");
    }
    return wgsl.source();
  }

  private static void store(Wgsl wgsl, int y, int x, String value) {
    wgsl.line("if (top + " + y + "u < p.out_y && left + " + x + "u < p.out_x) {");
    wgsl.line("  let row = (picture * p.out_y + top + " + y + "u) * p.out_x + left + " + x + "u;");
    wgsl.line("  y[row * fours + four] = finish(" + value + ", row, 4u * four);");
    wgsl.line("}");
  }
}
