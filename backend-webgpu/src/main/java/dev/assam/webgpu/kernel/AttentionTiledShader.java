package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * As {@link AttentionShader} for devices whose workgroups share fast memory: each number of a tile
 * of keys and values serves 64 queries of a head. The running maximum is looked at once for {@link
 * #TOGETHER} keys, so that there is one rescaling and no branch for each.
 *
 * @param size of a head's queries and keys, in fours
 * @param valueSize of its values, in fours
 */
record AttentionTiledShader(int size, int valueSize, boolean masked, boolean causal)
    implements Shader {
  /** Queries of a workgroup. */
  static final int QUERIES = 64;

  private static final int TOGETHER = 4;
  private static final int MOST_KEYS = 32;
  private static final int BYTES = 16384;

  @Override
  public String name() {
    return "attentionTiled" + 4 * size;
  }

  @Override
  public int buffers() {
    return masked ? 5 : 4;
  }

  /** Keys of a tile: as many as there is room for. */
  private int keys() {
    int keys = MOST_KEYS;
    while (keys * (size + valueSize) * 16 > BYTES) {
      keys /= 2;
    }
    return keys;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("q", "vec4<f32>").buffer("k", "vec4<f32>").buffer("v", "vec4<f32>");
    if (masked) {
      wgsl.buffer("mask", "f32");
    }
    wgsl.buffer("y", "vec4<f32>");
    wgsl.params("count", "row");
    AttentionShader.declare(wgsl);
    int keys = keys();
    wgsl.global("var<workgroup> tile_k: array<vec4<f32>, " + keys * size + ">;");
    wgsl.global("var<workgroup> tile_v: array<vec4<f32>, " + keys * valueSize + ">;");
    String least = WgslExpr.real(wgsl, Double.NEGATIVE_INFINITY);
    wgsl.line("let own = w.x * " + QUERIES + "u + l.x;");
    wgsl.line("let query = min(own, p.queries - 1u);");
    wgsl.line("let head = w.y;");
    wgsl.line("let batch = w.z;");
    wgsl.line("let q_at = batch * p.q_batch + head * p.q_head + query * p.q_step;");
    wgsl.line("let k_at = batch * p.k_batch + head / p.sharing * p.k_head;");
    wgsl.line("let v_at = batch * p.v_batch + head / p.sharing * p.v_head;");
    wgsl.line("let y_at = batch * p.y_batch + head * p.y_head + query * p.y_step;");
    if (masked) {
      wgsl.line("let m_at = batch * p.mask_batch + head * p.mask_head + query * p.mask_query;");
    }
    for (int j = 0; j < size; j++) {
      wgsl.line("let q" + j + " = q[q_at + " + j + "u] * p.scale;");
    }
    for (int j = 0; j < valueSize; j++) {
      wgsl.line("var s" + j + " = vec4<f32>();");
    }
    wgsl.line("let least = " + least + ";");
    wgsl.line("var most = least;");
    wgsl.line("var sum = 0.0f;");
    String last = "(w.x + 1u) * " + QUERIES + "u";
    wgsl.line("let end = " + (causal ? "min(p.keys, " + last + ")" : "p.keys") + ";");
    wgsl.line("for (var first = 0u; first < end; first += " + keys + "u) {");
    load(wgsl, "k", size, keys);
    load(wgsl, "v", valueSize, keys);
    wgsl.line("  workgroupBarrier();");
    wgsl.line("  for (var key = 0u; key < " + keys + "u; key += " + TOGETHER + "u) {");
    scores(wgsl);
    wgsl.line("    let greatest = max(max(c0, c1), max(c2, c3));");
    wgsl.line("    if (greatest > least) {");
    wgsl.line("      let after = max(most, greatest);");
    wgsl.line("      let shrink = exp(most - after);");
    wgsl.line("      most = after;");
    wgsl.line("      sum *= shrink;");
    for (int t = 0; t < TOGETHER; t++) {
      wgsl.line("      let e" + t + " = exp(c" + t + " - after);");
      wgsl.line("      sum += e" + t + ";");
    }
    for (int j = 0; j < valueSize; j++) {
      StringBuilder more = new StringBuilder();
      for (int t = 0; t < TOGETHER; t++) {
        String at = "(key + " + t + "u) * " + valueSize + "u + " + j + "u";
        more.append(" + e").append(t).append(" * tile_v[").append(at).append(']');
      }
      wgsl.line("      s" + j + " = s" + j + " * shrink" + more + ";");
    }
    wgsl.line("    }");
    wgsl.line("  }");
    wgsl.line("  workgroupBarrier();");
    wgsl.line("}");
    wgsl.line("if (own >= p.queries) { return; }");
    // A query that sees no key yields zeros.
    wgsl.line("let part = select(0.0f, 1.0f / sum, sum > 0.0f);");
    for (int j = 0; j < valueSize; j++) {
      wgsl.line("y[y_at + " + j + "u] = s" + j + " * part;");
    }
    return wgsl.source(QUERIES, 1);
  }

  /** Brings a tile of keys or values; what lies behind the last is zero. */
  private static void load(Wgsl wgsl, String of, int size, int keys) {
    wgsl.line("  for (var i = l.x; i < " + keys * size + "u; i += " + QUERIES + "u) {");
    wgsl.line("    let key = first + i / " + size + "u;");
    String at = of + "_at + min(key, p.keys - 1u) * p." + of + "_step + i % " + size + "u";
    wgsl.line(
        "    tile_" + of + "[i] = select(vec4<f32>(), " + of + "[" + at + "], key < p.keys);");
    wgsl.line("  }");
  }

  private void scores(Wgsl wgsl) {
    for (int t = 0; t < TOGETHER; t++) {
      wgsl.line("    let key" + t + " = first + key + " + t + "u;");
      wgsl.line("    let at" + t + " = (key + " + t + "u) * " + size + "u;");
      StringBuilder score = new StringBuilder();
      for (int j = 0; j < size; j++) {
        score.append(j == 0 ? "" : " + ");
        score.append("dot(q").append(j).append(", tile_k[at").append(t).append(" + ");
        score.append(j).append("u])");
      }
      if (masked) {
        String key = "min(key" + t + ", p.keys - 1u)";
        score.append(" + mask[m_at + ").append(key).append(" * p.mask_key]");
      }
      String seen = "key" + t + " < p.keys" + (causal ? " && key" + t + " <= query" : "");
      wgsl.line("    let c" + t + " = select(least, " + score + ", " + seen + ");");
    }
  }
}
