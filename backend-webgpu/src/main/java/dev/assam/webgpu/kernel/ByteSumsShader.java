package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/**
 * The sums of rows of packed signed bytes.
 *
 * @param dots whether the language has packed dot products
 */
record ByteSumsShader(boolean dots) implements Shader {
  @Override
  public String name() {
    return "byteSums";
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", "u32").buffer("y", "i32").flat().params("words");
    wgsl.function(IntGemmShader.dot(dots)).line("var sum = 0;");
    wgsl.line("for (var j = 0u; j < p.words; j++) {");
    wgsl.line("  sum += dot_bytes(x[i * p.words + j], 0x01010101u);");
    wgsl.line("}");
    return wgsl.line("y[i] = sum;").source();
  }
}
