package dev.assam.webgpu.kernel;

import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;
import java.util.List;

/**
 * As {@link GemmShader} with k a multiple of four, for devices whose workgroups share fast memory:
 * 16 × 16 invocations load blocks of A and B, 16 deep, that all of them read. An invocation's
 * columns lie 64 apart, so that neighbours read and write neighbouring fours.
 *
 * <p>Of a tile of 8 × 8, each number loaded from shared memory serves 4 multiplications, of 4 × 4
 * two; the larger tile's blocks, 128 × 16 twice, fill the 16 KiB that every device has.
 */
record GemmTiledShader(Tile tile, boolean vectorY, Finish finish) implements Shader {
  /** Invocations along each side of a workgroup. */
  static final int SIDE = 16;

  /** Fours of the inner dimension in a block. */
  private static final int DEEP = 4;

  int rows() {
    return SIDE * tile.rows();
  }

  int columns() {
    return SIDE * tile.columns();
  }

  @Override
  public String name() {
    return "gemmTiled" + rows() + "x" + columns();
  }

  @Override
  public int buffers() {
    return 3 + finish.extras().size();
  }

  @Override
  public List<Launch> alternatives(Launch launch, GpuLimits limits) {
    return Products.alternatives(launch, limits, true, vectorY, finish);
  }

  @Override
  public String source() {
    int width = vectorY ? 4 : 1;
    int fours = SIDE * tile.fours();
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("a", "vec4<f32>").buffer("b", "vec4<f32>");
    wgsl.buffer("y", WgslExpr.type("f32", width));
    finish.declare(wgsl, width);
    wgsl.params("m", "n", "k", "fours", "batch_a", "batch_b");
    finish.define(wgsl, width);
    wgsl.global("var<workgroup> block_a: array<vec4<f32>, " + rows() * DEEP + ">;");
    wgsl.global("var<workgroup> block_b: array<vec4<f32>, " + 4 * DEEP * fours + ">;");
    wgsl.line("let t = l.y * " + SIDE + "u + l.x;");
    wgsl.line("let m0 = w.y * " + rows() + "u;");
    wgsl.line("let f0 = w.x * " + fours + "u;");
    wgsl.line("let steps = p.k / 4u;");
    tile.declare(wgsl);
    wgsl.line("for (var k0 = 0u; k0 < steps; k0 += " + DEEP + "u) {");
    load(wgsl, fours);
    wgsl.line("  workgroupBarrier();");
    wgsl.line("  for (var k = 0u; k < " + DEEP + "u; k++) {");
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line(
          "    let a"
              + i
              + " = block_a[(l.y * "
              + tile.rows()
              + "u + "
              + i
              + "u) * "
              + DEEP
              + "u + k];");
    }
    for (int part = 0; part < 4; part++) {
      for (int j = 0; j < tile.fours(); j++) {
        wgsl.line(
            "    let b"
                + part
                + "_"
                + j
                + " = block_b[(k * 4u + "
                + part
                + "u) * "
                + fours
                + "u + l.x + "
                + SIDE * j
                + "u];");
      }
      for (int i = 0; i < tile.rows(); i++) {
        for (int j = 0; j < tile.fours(); j++) {
          wgsl.line(
              "    "
                  + Tile.sum(i, j)
                  + " += a"
                  + i
                  + "."
                  + "xyzw".charAt(part)
                  + " * b"
                  + part
                  + "_"
                  + j
                  + ";");
        }
      }
    }
    wgsl.line("  }");
    wgsl.line("  workgroupBarrier();");
    wgsl.line("}");
    for (int i = 0; i < tile.rows(); i++) {
      String row = "m0 + l.y * " + tile.rows() + "u + " + i + "u";
      wgsl.line("if (" + row + " < p.m) {");
      wgsl.line("  let row = w.z * p.m + " + row + ";");
      for (int j = 0; j < tile.fours(); j++) {
        store(wgsl, Tile.sum(i, j), "(f0 + l.x + " + SIDE * j + "u) * 4u");
      }
      wgsl.line("}");
    }
    return wgsl.source(SIDE, SIDE);
  }

  /** Each invocation brings its share of both blocks; what lies outside is zero. */
  private void load(Wgsl wgsl, int fours) {
    int all = SIDE * SIDE;
    for (int at = 0; at < rows() * DEEP; at += all) {
      wgsl.line("  {");
      wgsl.line("    let i = t + " + at + "u;");
      wgsl.line("    let row = m0 + i / " + DEEP + "u;");
      wgsl.line("    let k = k0 + i % " + DEEP + "u;");
      wgsl.line(
          "    block_a[i] = select(vec4<f32>(), a[w.z * p.batch_a + min(row, p.m - 1u) * steps"
              + " + min(k, steps - 1u)], row < p.m && k < steps);");
      wgsl.line("  }");
    }
    for (int at = 0; at < 4 * DEEP * fours; at += all) {
      wgsl.line("  {");
      wgsl.line("    let i = t + " + at + "u;");
      wgsl.line("    let k = k0 * 4u + i / " + fours + "u;");
      wgsl.line("    let f = f0 + i % " + fours + "u;");
      wgsl.line(
          "    block_b[i] = select(vec4<f32>(), b[w.z * p.batch_b + min(k, p.k - 1u) * p.fours"
              + " + min(f, p.fours - 1u)], k < p.k && f < p.fours);");
      wgsl.line("  }");
    }
  }

  private void store(Wgsl wgsl, String sum, String column) {
    for (int lane = 0; lane < (vectorY ? 1 : 4); lane++) {
      String at = column + (lane == 0 ? "" : " + " + lane + "u");
      String value = vectorY ? sum : sum + "." + "xyzw".charAt(lane);
      wgsl.line("  if (" + at + " < p.n) {");
      wgsl.line("    let column = " + at + ";");
      wgsl.line(
          "    y[(row * p.n + column)"
              + (vectorY ? " / 4u" : "")
              + "] = finish("
              + value
              + ", row, column);");
      wgsl.line("  }");
    }
  }
}
