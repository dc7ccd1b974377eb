package dev.assam.webgpu.kernel;

import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;
import java.util.List;

/**
 * As {@link GemmShader} for few outputs and a long inner dimension, which the invocations of a
 * workgroup share: each adds up the products of one slice of it, then the slices are added.
 *
 * <p>Four neighbours hold the same columns and neighbouring steps, so that with subgroups they add
 * their sums without a barrier, and that lines of memory are read whole either way.
 *
 * @param rows of a workgroup, each in a variable of every invocation
 * @param fours of columns of a workgroup
 * @param slices of the inner dimension, a multiple of four
 */
record GemmSplitShader(
    int rows,
    int fours,
    int slices,
    boolean vectorA,
    boolean vectorY,
    boolean subgroups,
    Finish finish)
    implements Shader {
  @Override
  public String name() {
    return "gemmSplit" + rows + "x" + 4 * fours + "by" + slices;
  }

  @Override
  public int buffers() {
    return 3 + finish.extras().size();
  }

  @Override
  public List<Launch> alternatives(Launch launch, GpuLimits limits) {
    return Products.alternatives(launch, limits, vectorA, vectorY, finish);
  }

  @Override
  public String source() {
    int width = vectorY ? 4 : 1;
    int partial = subgroups ? slices / 4 : slices;
    Wgsl wgsl = new Wgsl();
    if (subgroups) {
      wgsl.enable("subgroups");
    }
    wgsl.buffer("a", WgslExpr.type("f32", vectorA ? 4 : 1)).buffer("b", "vec4<f32>");
    wgsl.buffer("y", WgslExpr.type("f32", width));
    finish.declare(wgsl, width);
    wgsl.params("m", "n", "k", "fours", "batch_a", "batch_b");
    finish.define(wgsl, width);
    wgsl.global("var<workgroup> sums: array<vec4<f32>, " + partial * fours * rows + ">;");
    wgsl.line("let slice = l.x / " + 4 * fours + "u * 4u + l.x % 4u;");
    wgsl.line("let c = l.x / 4u % " + fours + "u;");
    wgsl.line("let m0 = w.y * " + rows + "u;");
    wgsl.line("let f0 = w.x * " + fours + "u;");
    wgsl.line("let steps = p.k" + (vectorA ? " / 4u" : "") + ";");
    wgsl.line("let at = w.z * p.batch_b + min(f0 + c, p.fours - 1u);");
    for (int i = 0; i < rows; i++) {
      wgsl.line("let r" + i + " = w.z * p.batch_a + min(m0 + " + i + "u, p.m - 1u) * steps;");
      wgsl.line("var s" + i + " = vec4<f32>();");
    }
    wgsl.line("for (var k = slice; k < steps; k += " + slices + "u) {");
    for (int i = 0; i < rows; i++) {
      wgsl.line("  let a" + i + " = a[r" + i + " + k];");
    }
    for (int part = 0; part < (vectorA ? 4 : 1); part++) {
      String step = vectorA ? "(k * 4u + " + part + "u)" : "k";
      wgsl.line("  let b" + part + " = b[at + " + step + " * p.fours];");
      for (int i = 0; i < rows; i++) {
        String element = vectorA ? "." + "xyzw".charAt(part) : "";
        wgsl.line("  s" + i + " += a" + i + element + " * b" + part + ";");
      }
    }
    wgsl.line("}");
    add(wgsl, partial);
    store(wgsl);
    return wgsl.source(fours * slices, 1);
  }

  private void add(Wgsl wgsl, int partial) {
    for (int i = 0; i < rows && subgroups; i++) {
      wgsl.line("s" + i + " += quadSwapX(s" + i + ");");
      wgsl.line("s" + i + " += quadSwapY(s" + i + ");");
    }
    String at = subgroups ? "slice / 4u" : "slice";
    wgsl.line((subgroups ? "if (l.x % 4u == 0u) " : "") + "{");
    for (int i = 0; i < rows; i++) {
      String row = "(" + at + " * " + rows + "u + " + i + "u)";
      wgsl.line("  sums[" + row + " * " + fours + "u + c] = s" + i + ";");
    }
    wgsl.line("}");
    wgsl.line("workgroupBarrier();");
    wgsl.line("if (l.x >= " + fours * rows + "u) { return; }");
    wgsl.line("var sum = sums[l.x];");
    wgsl.line("for (var i = 1u; i < " + partial + "u; i++) {");
    wgsl.line("  sum += sums[i * " + fours * rows + "u + l.x];");
    wgsl.line("}");
  }

  private void store(Wgsl wgsl) {
    wgsl.line("let row_at = m0 + l.x / " + fours + "u;");
    wgsl.line("let first = (f0 + l.x % " + fours + "u) * 4u;");
    wgsl.line("if (row_at >= p.m || first >= p.n) { return; }");
    wgsl.line("let row = w.z * p.m + row_at;");
    if (vectorY) {
      wgsl.line("y[(row * p.n + first) / 4u] = finish(sum, row, first);");
      return;
    }
    for (int lane = 0; lane < 4; lane++) {
      String column = "first + " + lane + "u";
      String value = "sum." + "xyzw".charAt(lane);
      wgsl.line("if (" + column + " < p.n) {");
      wgsl.line("  y[row * p.n + " + column + "] = finish(" + value + ", row, " + column + ");");
      wgsl.line("}");
    }
  }
}
