package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/**
 * The least and the greatest element and 0, of many parts first, then of them all, which yields the
 * scale and the zero point of unsigned bytes.
 *
 * @param last whether this is the second of the two
 */
record ByteRangeShader(boolean last) implements Shader {
  @Override
  public String name() {
    return last ? "byteScale" : "byteRange";
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", last ? "vec2<f32>" : "f32");
    wgsl.buffer("y", last ? "f32" : "vec2<f32>").flat().params("length");
    wgsl.line("var least = 0.0f;");
    wgsl.line("var most = 0.0f;");
    wgsl.line("for (var j = i; j < p.length; j += p.count) {");
    wgsl.line("  least = min(least, x[j]" + (last ? ".x" : "") + ");");
    wgsl.line("  most = max(most, x[j]" + (last ? ".y" : "") + ");");
    wgsl.line("}");
    if (!last) {
      return wgsl.line("y[i] = vec2<f32>(least, most);").source();
    }
    wgsl.line("let scale = (most - least) / 255.0f;");
    wgsl.line("y[0] = scale;");
    wgsl.line("let zero = clamp(round(-least / scale), 0.0f, 255.0f);");
    return wgsl.line("y[1] = select(zero, 0.0f, scale == 0.0f);").source();
  }
}
