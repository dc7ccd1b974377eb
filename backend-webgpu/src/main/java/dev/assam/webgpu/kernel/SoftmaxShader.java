package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/** The softmax of lines, one for each invocation. */
record SoftmaxShader(boolean logarithm) implements Shader {
  @Override
  public String name() {
    return logarithm ? "logSoftmax" : "softmax";
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", "f32").buffer("y", "f32").flat().params("length", "inner");
    wgsl.line("let begin = i / p.inner * p.length * p.inner + i % p.inner;");
    wgsl.line("var most = " + WgslExpr.real(wgsl, Double.NEGATIVE_INFINITY) + ";");
    wgsl.line("var at = begin;");
    wgsl.line("for (var k = 0u; k < p.length; k++) {");
    wgsl.line("  most = max(most, x[at]);");
    wgsl.line("  at += p.inner;");
    wgsl.line("}");
    wgsl.line("var sum = 0.0f;");
    wgsl.line("at = begin;");
    wgsl.line("for (var k = 0u; k < p.length; k++) {");
    wgsl.line("  sum += exp(x[at] - most);");
    wgsl.line("  at += p.inner;");
    wgsl.line("}");
    wgsl.line(logarithm ? "let last = log(sum);" : "let last = 1.0f / sum;");
    wgsl.line("at = begin;");
    wgsl.line("for (var k = 0u; k < p.length; k++) {");
    wgsl.line(logarithm ? "  y[at] = x[at] - most - last;" : "  y[at] = exp(x[at] - most) * last;");
    wgsl.line("  at += p.inner;");
    wgsl.line("}");
    return wgsl.source();
  }
}
