package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/**
 * Rows of A as signed bytes, four to a word, each row filled up with zeros: bytes as they are, less
 * 128 if they are unsigned, or reals quantised to unsigned ones by a scale and a zero point.
 *
 * @param reals whether A is float32
 */
record BytePackShader(boolean reals) implements Shader {
  @Override
  public String name() {
    return reals ? "quantiseBytes" : "packBytes";
  }

  @Override
  public int buffers() {
    return reals ? 3 : 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", reals ? "f32" : "i32");
    if (reals) {
      wgsl.buffer("range", "f32");
    }
    wgsl.buffer("y", "u32").flat().params("k", "words").param("shift", "i32");
    wgsl.line("let k0 = i % p.words * 4u;");
    wgsl.line("let at = i / p.words * p.k + k0;");
    wgsl.line("var word = 0u;");
    wgsl.line("for (var j = 0u; j < 4u && k0 + j < p.k; j++) {");
    if (reals) {
      wgsl.line("  let q = select(x[at + j] / range[0], 0.0f, range[0] == 0.0f);");
      wgsl.line("  let byte = i32(clamp(round(q) + range[1], 0.0f, 255.0f)) - p.shift;");
    } else {
      wgsl.line("  let byte = x[at + j] - p.shift;");
    }
    wgsl.line("  word |= (u32(byte) & 255u) << (8u * j);");
    wgsl.line("}");
    return wgsl.line("y[i] = word;").source();
  }
}
