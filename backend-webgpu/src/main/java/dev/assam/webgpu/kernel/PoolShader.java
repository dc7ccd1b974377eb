package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * Maxima or means over windows in up to three dimensions, of one channel or four at once.
 *
 * @param countPadding whether means count the padding's zeros
 */
record PoolShader(boolean max, boolean countPadding, boolean vector) implements Shader {
  @Override
  public String name() {
    return (max ? "maxPool" : "averagePool") + (vector ? "4" : "");
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    String type = WgslExpr.type("f32", vector ? 4 : 1);
    Wgsl wgsl = new Wgsl().buffer("x", type).buffer("y", type).flat();
    // Channels next to one another, and the padding at the end.
    wgsl.param("channels", "i32").param("end_z", "i32").param("end_y", "i32");
    wgsl.param("end_x", "i32");
    Geometry.declare(wgsl, 3);
    String begin = WgslExpr.real(wgsl, Double.NEGATIVE_INFINITY);
    wgsl.line("let c = i32(i) % p.channels;");
    wgsl.line("var rest = i32(i) / p.channels;");
    for (String axis : new String[] {"x", "y", "z"}) {
      wgsl.line(
          "let from_"
              + axis
              + " = (rest % p.out_"
              + axis
              + ") * p.stride_"
              + axis
              + " - p.pad_"
              + axis
              + ";");
      wgsl.line("rest /= p.out_" + axis + ";");
    }
    wgsl.line("var result = " + type + "(" + (max ? begin : "0.0f") + ");");
    wgsl.line("var taps = 0;");
    for (String axis : new String[] {"z", "y", "x"}) {
      String at = "at_" + axis;
      wgsl.line(
          "for (var k_"
              + axis
              + " = 0; k_"
              + axis
              + " < p.kernel_"
              + axis
              + "; k_"
              + axis
              + "++) {");
      wgsl.line("let " + at + " = from_" + axis + " + k_" + axis + " * p.dilation_" + axis + ";");
      if (!countPadding) {
        wgsl.line("if (" + at + " < 0 || " + at + " >= p.in_" + axis + ") { continue; }");
      }
    }
    if (countPadding) {
      wgsl.line(
          "if (at_z < p.in_z + p.end_z && at_y < p.in_y + p.end_y && at_x < p.in_x + p.end_x)"
              + " { taps++; }");
      wgsl.line(
          "if (at_z < 0 || at_z >= p.in_z || at_y < 0 || at_y >= p.in_y || at_x < 0"
              + " || at_x >= p.in_x) { continue; }");
    } else {
      wgsl.line("taps++;");
    }
    wgsl.line(
        "let v = x[(((rest * p.in_z + at_z) * p.in_y + at_y) * p.in_x + at_x) * p.channels"
            + " + c];");
    // Written so that NaN wins.
    wgsl.line(max ? "result = select(v, result, result >= v);" : "result += v;");
    wgsl.line("}}}");
    wgsl.line("y[i] = result" + (max ? "" : " / f32(max(taps, 1))") + ";");
    return wgsl.source();
  }
}
