package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/** Y[outer, index, inner] = X[outer, indices[index], inner], word for word. */
record GatherShader() implements Shader {
  @Override
  public String name() {
    return "gather";
  }

  @Override
  public int buffers() {
    return 4;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", "u32").buffer("indices", "i32").buffer("y", "u32");
    wgsl.buffer("status", "u32").flat().params("indices", "inner").param("dim", "i32");
    wgsl.params("mark");
    wgsl.line("let k = i % p.inner;");
    wgsl.line("let rest = i / p.inner;");
    wgsl.line("var at = indices[rest % p.indices];");
    wgsl.line("if (at < -p.dim || at >= p.dim) {");
    wgsl.line("  status[0] = p.mark;");
    wgsl.line("  return;");
    wgsl.line("}");
    wgsl.line("if (at < 0) { at += p.dim; }");
    wgsl.line("y[i] = x[(rest / p.indices * u32(p.dim) + u32(at)) * p.inner + k];");
    return wgsl.source();
  }
}
