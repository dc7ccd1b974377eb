package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/**
 * Y[m,n] of signed bytes A[m,k] and B[k,n], four of them to a word along k, by packed dot products:
 * of 4 × 8 sums each step of 16 loads 4 + 8 vectors for 512 multiplications. What zero points add
 * is taken off at the end, from sums over B's columns and, if B has zero points, over A's rows.
 *
 * @param end what is stored
 * @param zeros whether B has zero points
 * @param dots whether the language has packed dot products
 */
record IntGemmShader(Tile tile, End end, boolean zeros, boolean dots, Finish finish)
    implements Shader {
  static final int GROUP = 8;

  /** What becomes of a sum. */
  enum End {
    /** It is stored as it is. */
    SUMS,
    /** Multiplied by the scales of A and of its column it is what the finish begins with. */
    REALS,
    /** Multiplied by its column's factor and rounded it is a byte with the zero point of Y. */
    BYTES
  }

  @Override
  public String name() {
    return "gemmInt" + tile.rows() + "x" + tile.columns() + end;
  }

  @Override
  public int buffers() {
    int ofEnd = end == End.SUMS ? 0 : end == End.BYTES ? 1 : 2 + finish.extras().size();
    return 4 + ofEnd + (zeros ? 1 : 0);
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("a", "vec4<u32>").buffer("b", "vec4<u32>");
    wgsl.buffer("columns", "vec4<i32>");
    if (end != End.SUMS) {
      wgsl.buffer("factors", "vec4<f32>");
    }
    if (zeros) {
      wgsl.buffer("rows", "i32");
    }
    wgsl.buffer("y", end == End.REALS ? "f32" : "i32");
    wgsl.params("m", "n", "steps", "fours").param("a0", "i32");
    wgsl.param("zero", "i32").param("least", "i32").param("most", "i32");
    wgsl.function(dot(dots));
    if (end == End.REALS) {
      wgsl.buffer("range", "f32");
      finish.declare(wgsl, 1);
      finish.define(wgsl, 1);
    }
    wgsl.line("let n0 = g.x * " + tile.columns() + "u;");
    wgsl.line("let m0 = g.y * " + tile.rows() + "u;");
    wgsl.line("if (n0 >= p.n || m0 >= p.m) { return; }");
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line("let r" + i + " = min(m0 + " + i + "u, p.m - 1u) * p.steps;");
    }
    for (int j = 0; j < tile.fours(); j++) {
      wgsl.line("let c" + j + " = min(n0 / 4u + " + j + "u, p.fours - 1u);");
    }
    for (int i = 0; i < tile.rows(); i++) {
      for (int j = 0; j < tile.fours(); j++) {
        wgsl.line("var " + Tile.sum(i, j) + " = vec4<i32>();");
      }
    }
    multiply(wgsl);
    wgsl.line("let a0 = " + (end == End.REALS ? "i32(range[1]) - p.a0" : "p.a0") + ";");
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line("if (m0 + " + i + "u < p.m) {");
      wgsl.line("  let row = m0 + " + i + "u;");
      for (int j = 0; j < tile.fours(); j++) {
        store(wgsl, i, j);
      }
      wgsl.line("}");
    }
    return wgsl.source(GROUP, GROUP);
  }

  /** The sum of the products of two words' signed bytes. */
  static String dot(boolean packed) {
    String signed = " << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u)";
    return "fn dot_bytes(a: u32, b: u32) -> i32 {\n  return "
        + (packed
            ? "dot4I8Packed(a, b)"
            : "dot((vec4<i32>(i32(a))" + signed + ", (vec4<i32>(i32(b))" + signed + ")")
        + ";\n}\n";
  }

  private void multiply(Wgsl wgsl) {
    wgsl.line("for (var k = 0u; k < p.steps; k++) {");
    for (int i = 0; i < tile.rows(); i++) {
      wgsl.line("  let a" + i + " = a[r" + i + " + k];");
    }
    for (int part = 0; part < 4; part++) {
      char lane = "xyzw".charAt(part);
      for (int j = 0; j < tile.fours(); j++) {
        String b = "b" + part + "_" + j;
        wgsl.line("  let " + b + " = b[(k * 4u + " + part + "u) * p.fours + c" + j + "];");
        for (int i = 0; i < tile.rows(); i++) {
          StringBuilder dots = new StringBuilder();
          for (int column = 0; column < 4; column++) {
            dots.append(column == 0 ? "" : ", ");
            dots.append("dot_bytes(a").append(i).append('.').append(lane).append(", ");
            dots.append(b).append('.').append("xyzw".charAt(column)).append(')');
          }
          wgsl.line("  " + Tile.sum(i, j) + " += vec4<i32>(" + dots + ");");
        }
      }
    }
    wgsl.line("}");
  }

  private void store(Wgsl wgsl, int i, int j) {
    String sum = "t" + j;
    wgsl.line("  var " + sum + " = " + Tile.sum(i, j) + " - a0 * columns[c" + j + "];");
    if (zeros) {
      // Behind the columns' sums lie B's zero points.
      wgsl.line("  " + sum + " -= rows[row] * columns[p.fours + c" + j + "];");
    }
    for (int lane = 0; lane < 4; lane++) {
      String column = "n0 + " + (4 * j + lane) + "u";
      String part = "." + "xyzw".charAt(lane);
      String factor = "factors[c" + j + "]" + part;
      String value =
          switch (end) {
            case SUMS -> sum + part;
            case REALS ->
                "finish(f32("
                    + sum
                    + part
                    + ") * (range[0] * "
                    + factor
                    + "), row, "
                    + column
                    + ")";
            case BYTES ->
                "clamp(i32(round(clamp(f32("
                    + sum
                    + part
                    + ") * "
                    + factor
                    + ", -1024.0f, 1024.0f))) + p.zero, p.least, p.most)";
          };
      wgsl.line("  if (" + column + " < p.n) {");
      wgsl.line("    y[row * p.n + " + column + "] = " + value + ";");
      wgsl.line("  }");
    }
  }
}
