package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * Y[m,n] = finish(A[m,k] · B[k,n]) with B of 2, 4 or 8 bits an element, packed along k in words,
 * and a scale and a zero point for each block of a column. Within a block B's elements are
 * multiplied as they are; Σ (b − z) · s · a is s · (Σ b · a − z · Σ a).
 *
 * @param rows of an invocation, beside four columns
 * @param fours of columns of a workgroup
 * @param slices of blocks that a workgroup shares
 */
record BlockGemmShader(int rows, int fours, int slices, int bits, boolean vectorY, Finish finish)
    implements Shader {
  @Override
  public String name() {
    return "gemm" + bits + "bit" + rows + "x4" + (slices > 1 ? "by" + slices : "");
  }

  @Override
  public int buffers() {
    return 5 + finish.extras().size();
  }

  @Override
  public String source() {
    int width = vectorY ? 4 : 1;
    Wgsl wgsl = new Wgsl().buffer("a", "vec4<f32>").buffer("b", "vec4<u32>");
    wgsl.buffer("scales", "vec4<f32>").buffer("zeros", "vec4<f32>");
    wgsl.buffer("y", WgslExpr.type("f32", width));
    finish.declare(wgsl, width);
    wgsl.params("m", "n", "k", "fours", "blocks", "words");
    finish.define(wgsl, width);
    if (slices > 1) {
      wgsl.global("var<workgroup> sums: array<vec4<f32>, " + rows * fours * slices + ">;");
    }
    wgsl.line("let slice = l.x / " + fours + "u;");
    wgsl.line("let four = w.x * " + fours + "u + l.x % " + fours + "u;");
    wgsl.line("let c = min(four, p.fours - 1u);");
    wgsl.line("let m0 = w.y * " + rows + "u;");
    for (int i = 0; i < rows; i++) {
      wgsl.line("let r" + i + " = min(m0 + " + i + "u, p.m - 1u) * p.k / 4u;");
      wgsl.line("var s" + i + " = vec4<f32>();");
    }
    wgsl.line("for (var block = slice; block < p.blocks; block += " + slices + "u) {");
    block(wgsl);
    wgsl.line("}");
    add(wgsl);
    wgsl.line("if (slice != 0u || four >= p.fours) { return; }");
    for (int i = 0; i < rows; i++) {
      store(wgsl, i);
    }
    return wgsl.source(fours * slices, 1);
  }

  private void block(Wgsl wgsl) {
    int each = 32 / bits;
    for (int i = 0; i < rows; i++) {
      wgsl.line("  var t" + i + " = vec4<f32>();");
      wgsl.line("  var of" + i + " = vec4<f32>();");
    }
    wgsl.line("  for (var j = 0u; j < p.words; j++) {");
    wgsl.line("    let at = block * p.words + j;");
    wgsl.line("    let word = b[at * p.fours + c];");
    for (int part = 0; part < each / 4; part++) {
      for (int i = 0; i < rows; i++) {
        String a = "a" + part + "_" + i;
        wgsl.line("    let " + a + " = a[r" + i + " + at * " + each / 4 + "u + " + part + "u];");
        wgsl.line("    of" + i + " += " + a + ";");
      }
      for (int lane = 0; lane < 4; lane++) {
        String shift = "vec4<u32>(" + bits * (4 * part + lane) + "u)";
        String mask = "vec4<u32>(" + ((1 << bits) - 1) + "u)";
        String q = "q" + part + "_" + lane;
        wgsl.line("    let " + q + " = vec4<f32>((word >> " + shift + ") & " + mask + ");");
        for (int i = 0; i < rows; i++) {
          String a = "a" + part + "_" + i + "." + "xyzw".charAt(lane);
          wgsl.line("    t" + i + " += " + a + " * " + q + ";");
        }
      }
    }
    wgsl.line("  }");
    wgsl.line("  let scale = scales[block * p.fours + c];");
    wgsl.line("  let zero = zeros[block * p.fours + c];");
    for (int i = 0; i < rows; i++) {
      String sum = "dot(of" + i + ", vec4<f32>(1.0f))";
      wgsl.line("  s" + i + " += scale * (t" + i + " - zero * " + sum + ");");
    }
  }

  private void add(Wgsl wgsl) {
    if (slices == 1) {
      return;
    }
    for (int i = 0; i < rows; i++) {
      wgsl.line("sums[l.x * " + rows + "u + " + i + "u] = s" + i + ";");
    }
    wgsl.line("workgroupBarrier();");
    wgsl.line("if (slice == 0u) {");
    wgsl.line("  for (var i = 1u; i < " + slices + "u; i++) {");
    for (int i = 0; i < rows; i++) {
      String at = "(i * " + fours + "u + l.x) * " + rows + "u + " + i + "u";
      wgsl.line("    s" + i + " += sums[" + at + "];");
    }
    wgsl.line("  }");
    wgsl.line("}");
  }

  private void store(Wgsl wgsl, int i) {
    wgsl.line("if (m0 + " + i + "u < p.m) {");
    wgsl.line("  let row = m0 + " + i + "u;");
    if (vectorY) {
      wgsl.line("  y[row * p.fours + four] = finish(s" + i + ", row, 4u * four);");
    }
    for (int lane = 0; lane < (vectorY ? 0 : 4); lane++) {
      String column = "4u * four + " + lane + "u";
      String value = "s" + i + "." + "xyzw".charAt(lane);
      wgsl.line("  if (" + column + " < p.n) {");
      wgsl.line("    y[row * p.n + " + column + "] = finish(" + value + ", row, " + column + ");");
      wgsl.line("  }");
    }
    wgsl.line("}");
  }
}
