package dev.assam.webgpu.kernel;

import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;
import java.util.List;

/**
 * Y[batch,m,n] = finish(A[batch,m,k] · B[batch,k,n]), a tile for each invocation, all from global
 * memory. B's rows are padded to fours.
 *
 * @param vectorA whether A is read by fours, k being a multiple of four
 * @param vectorY whether Y is written by fours, n being a multiple of four
 */
record GemmShader(Tile tile, boolean vectorA, boolean vectorY, Finish finish) implements Shader {
  static final int GROUP = 8;

  @Override
  public String name() {
    return "gemm" + tile.rows() + "x" + tile.columns() + (vectorA ? "k4" : "");
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
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("a", WgslExpr.type("f32", vectorA ? 4 : 1));
    wgsl.buffer("b", "vec4<f32>");
    wgsl.buffer("y", WgslExpr.type("f32", width));
    finish.declare(wgsl, width);
    wgsl.params("m", "n", "k", "fours", "batch_a", "batch_b");
    finish.define(wgsl, width);
    wgsl.line("let n0 = g.x * " + tile.columns() + "u;");
    wgsl.line("let m0 = g.y * " + tile.rows() + "u;");
    wgsl.line("if (n0 >= p.n || m0 >= p.m) { return; }");
    wgsl.line("let steps = p.k" + (vectorA ? " / 4u" : "") + ";");
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line("let r" + i + " = w.z * p.batch_a + min(m0 + " + i + "u, p.m - 1u) * steps;");
    }
    for (int j = 0; j < tile.fours(); j++) {
      wgsl.line("let c" + j + " = min(n0 / 4u + " + j + "u, p.fours - 1u);");
    }
    tile.declare(wgsl);
    wgsl.line("var at = w.z * p.batch_b;");
    wgsl.line("for (var k = 0u; k < steps; k++) {");
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line("  let a" + i + " = a[r" + i + " + k];");
    }
    if (vectorA) {
      for (int part = 0; part < 4; part++) {
        wgsl.line("  {");
        tile.multiply(wgsl, "    ", "." + "xyzw".charAt(part), "at");
        wgsl.line("  }");
        wgsl.line("  at += p.fours;");
      }
    } else {
      tile.multiply(wgsl, "  ", "", "at");
      wgsl.line("  at += p.fours;");
    }
    wgsl.line("}");
    tile.store(wgsl, "w.z * p.m", vectorY);
    return wgsl.source(GROUP, GROUP);
  }
}
