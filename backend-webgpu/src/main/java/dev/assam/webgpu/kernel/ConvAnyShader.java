package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * Any convolution or its transpose, along up to three dimensions with channels last and weights
 * with strides: an output element, or those of four maps, for each invocation.
 *
 * @param fours whether four maps at once, whose weights lie one after the other
 * @param vectorX whether four channels at once, too
 */
record ConvAnyShader(boolean transposed, boolean fours, boolean vectorX, Finish finish)
    implements Shader {
  @Override
  public String name() {
    return (transposed ? "convTranspose" : "convAny") + (fours ? "4" : "") + (vectorX ? "k4" : "");
  }

  @Override
  public int buffers() {
    return 3 + finish.extras().size();
  }

  @Override
  public String source() {
    int width = fours ? 4 : 1;
    String type = WgslExpr.type("f32", width);
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("x", WgslExpr.type("f32", vectorX ? 4 : 1))
        .buffer("weights", type)
        .buffer("y", type);
    finish.declare(wgsl, width);
    wgsl.flat();
    // All maps; of a group maps and steps through channels; a pixel's steps; strides of weights.
    wgsl.params("n", "maps", "steps", "pixel", "w_group", "w_tap", "w_map", "w_channel");
    Geometry.declare(wgsl, 3);
    finish.define(wgsl, width);
    wgsl.line("let column = i % (p.n / " + width + "u) * " + width + "u;");
    wgsl.line("let row = i / (p.n / " + width + "u);");
    wgsl.line("let group = column / p.maps;");
    wgsl.line("let w_begin = group * p.w_group + column % p.maps / " + width + "u * p.w_map;");
    wgsl.line("var rest = i32(row);");
    String from = transposed ? "out" : "in";
    String to = transposed ? "in" : "out";
    for (String axis : new String[] {"x", "y", "z"}) {
      String at = "rest % p." + to + "_" + axis;
      wgsl.line(
          "let from_"
              + axis
              + " = "
              + (transposed
                  ? at + " + p.pad_" + axis
                  : at + " * p.stride_" + axis + " - p.pad_" + axis)
              + ";");
      wgsl.line("rest /= p." + to + "_" + axis + ";");
    }
    wgsl.line("var sum = " + type + "();");
    for (String axis : new String[] {"z", "y", "x"}) {
      loop(wgsl, axis, from);
    }
    wgsl.line("let tap = u32((k_z * p.kernel_y + k_y) * p.kernel_x + k_x) * p.w_tap + w_begin;");
    wgsl.line(
        "let at = u32(((rest * p.F_z + at_z) * p.F_y + at_y) * p.F_x + at_x) * p.pixel"
                .replace("F_", from + "_")
            + " + group * p.steps;");
    wgsl.line("for (var c = 0u; c < p.steps; c++) {");
    if (vectorX) {
      wgsl.line("  let v = x[at + c];");
      wgsl.line("  let k = tap + c * 4u * p.w_channel;");
      for (int part = 0; part < 4; part++) {
        String place = part == 0 ? "k" : "k + " + part + "u * p.w_channel";
        wgsl.line("  sum += v." + "xyzw".charAt(part) + " * weights[" + place + "];");
      }
    } else {
      wgsl.line("  sum += x[at + c] * weights[tap + c * p.w_channel];");
    }
    wgsl.line("}");
    wgsl.line("}}}");
    wgsl.line("y[i] = finish(sum, row, column);");
    return wgsl.source();
  }

  /** The beginning of the loop over the kernel's elements along an axis. */
  private void loop(Wgsl wgsl, String axis, String from) {
    String k = "k_" + axis;
    wgsl.line("for (var " + k + " = 0; " + k + " < p.kernel_" + axis + "; " + k + "++) {");
    String at = "at_" + axis;
    if (transposed) {
      wgsl.line("let t_" + axis + " = from_" + axis + " - " + k + " * p.dilation_" + axis + ";");
      wgsl.line("let " + at + " = t_" + axis + " / p.stride_" + axis + ";");
      wgsl.line(
          "if (t_"
              + axis
              + " < 0 || t_"
              + axis
              + " != "
              + at
              + " * p.stride_"
              + axis
              + " || "
              + at
              + " >= p."
              + from
              + "_"
              + axis
              + ") { continue; }");
    } else {
      wgsl.line("let " + at + " = from_" + axis + " + " + k + " * p.dilation_" + axis + ";");
      wgsl.line("if (" + at + " < 0 || " + at + " >= p." + from + "_" + axis + ") { continue; }");
    }
  }
}
