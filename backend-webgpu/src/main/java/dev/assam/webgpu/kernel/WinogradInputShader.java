package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/**
 * Windows of 4 × 4 pixels, two apart, as Winograd's F(2×2, 3×3) multiplies them: V = Bᵀ · d · B for
 * four channels, [position, tile, channel].
 */
record WinogradInputShader() implements Shader {
  @Override
  public String name() {
    return "winogradInput";
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", "vec4<f32>").buffer("v", "vec4<f32>").flat();
    wgsl.params("channels", "tiles", "tiles_y", "tiles_x");
    for (String name : new String[] {"in_y", "in_x", "pad_y", "pad_x"}) {
      wgsl.param(name, "i32");
    }
    wgsl.function(
        """
        fn at(picture: u32, y: i32, x_at: i32, c: u32) -> vec4<f32> {
          let inside = y >= 0 && y < p.in_y && x_at >= 0 && x_at < p.in_x;
          let pixel = select(0, y * p.in_x + x_at, inside);
          let i = (picture * u32(p.in_y * p.in_x) + u32(pixel)) * p.channels + c;
          return select(vec4<f32>(), x[i], inside);
        }
        """);
    wgsl.line("let c = i % p.channels;");
    wgsl.line("let tile = i / p.channels;");
    wgsl.line("let line = tile / p.tiles_x;");
    wgsl.line("let picture = line / p.tiles_y;");
    wgsl.line("let top = i32(line % p.tiles_y) * 2 - p.pad_y;");
    wgsl.line("let left = i32(tile % p.tiles_x) * 2 - p.pad_x;");
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        wgsl.line("let d" + y + x + " = at(picture, top + " + y + ", left + " + x + ", c);");
      }
    }
    for (int x = 0; x < 4; x++) {
      wgsl.line("let r0" + x + " = d0" + x + " - d2" + x + ";");
      wgsl.line("let r1" + x + " = d1" + x + " + d2" + x + ";");
      wgsl.line("let r2" + x + " = d2" + x + " - d1" + x + ";");
      wgsl.line("let r3" + x + " = d1" + x + " - d3" + x + ";");
    }
    wgsl.line("let step = p.tiles * p.channels;");
    for (int y = 0; y < 4; y++) {
      String r = "r" + y;
      String[] values = {
        r + "0 - " + r + "2", r + "1 + " + r + "2", r + "2 - " + r + "1", r + "1 - " + r + "3"
      };
      for (int x = 0; x < 4; x++) {
        wgsl.line("v[i + " + (4 * y + x) + "u * step] = " + values[x] + ";");
      }
    }
    return wgsl.source();
  }
}
