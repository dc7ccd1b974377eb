package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * Attention with a running maximum and sum, one query of one head for each invocation.
 *
 * @param size of a head's queries and keys, in fours
 * @param valueSize of its values, in fours
 */
record AttentionShader(int size, int valueSize, boolean masked, boolean causal) implements Shader {
  @Override
  public String name() {
    return "attention" + 4 * size;
  }

  @Override
  public int buffers() {
    return masked ? 5 : 4;
  }

  /** The parameters behind those of every launch with one index. */
  static void declare(Wgsl wgsl) {
    wgsl.params("heads", "sharing", "queries", "keys").param("scale", "f32");
    for (String of : new String[] {"q", "k", "v", "y"}) {
      wgsl.params(of + "_batch", of + "_head", of + "_step");
    }
    wgsl.params("mask_batch", "mask_head", "mask_query", "mask_key");
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("q", "vec4<f32>").buffer("k", "vec4<f32>").buffer("v", "vec4<f32>");
    if (masked) {
      wgsl.buffer("mask", "f32");
    }
    wgsl.buffer("y", "vec4<f32>").flat();
    declare(wgsl);
    String least = WgslExpr.real(wgsl, Double.NEGATIVE_INFINITY);
    wgsl.line("let query = i % p.queries;");
    wgsl.line("let head = i / p.queries % p.heads;");
    wgsl.line("let batch = i / (p.queries * p.heads);");
    wgsl.line("let q_at = batch * p.q_batch + head * p.q_head + query * p.q_step;");
    wgsl.line("var k_at = batch * p.k_batch + head / p.sharing * p.k_head;");
    wgsl.line("var v_at = batch * p.v_batch + head / p.sharing * p.v_head;");
    wgsl.line("let y_at = batch * p.y_batch + head * p.y_head + query * p.y_step;");
    for (int j = 0; j < size; j++) {
      wgsl.line("let q" + j + " = q[q_at + " + j + "u] * p.scale;");
    }
    for (int j = 0; j < valueSize; j++) {
      wgsl.line("var s" + j + " = vec4<f32>();");
    }
    wgsl.line("var most = " + least + ";");
    wgsl.line("var sum = 0.0f;");
    wgsl.line("let keys = " + (causal ? "min(p.keys, query + 1u)" : "p.keys") + ";");
    if (masked) {
      wgsl.line("var m_at = batch * p.mask_batch + head * p.mask_head + query * p.mask_query;");
    }
    wgsl.line("for (var key = 0u; key < keys; key++) {");
    wgsl.line("  var score = dot(q0, k[k_at]);");
    for (int j = 1; j < size; j++) {
      wgsl.line("  score += dot(q" + j + ", k[k_at + " + j + "u]);");
    }
    if (masked) {
      wgsl.line("  score += mask[m_at];");
      wgsl.line("  m_at += p.mask_key;");
    }
    wgsl.line("  if (score > most) {");
    wgsl.line("    let shrink = exp(most - score);");
    wgsl.line("    sum *= shrink;");
    for (int j = 0; j < valueSize; j++) {
      wgsl.line("    s" + j + " *= shrink;");
    }
    wgsl.line("    most = score;");
    wgsl.line("  }");
    wgsl.line("  if (most > " + least + ") {");
    wgsl.line("    let weight = exp(score - most);");
    wgsl.line("    sum += weight;");
    for (int j = 0; j < valueSize; j++) {
      wgsl.line("    s" + j + " += weight * v[v_at + " + j + "u];");
    }
    wgsl.line("  }");
    wgsl.line("  k_at += p.k_step;");
    wgsl.line("  v_at += p.v_step;");
    wgsl.line("}");
    // A query that sees no key yields zeros.
    wgsl.line("let last = select(0.0f, 1.0f / sum, sum > 0.0f);");
    for (int j = 0; j < valueSize; j++) {
      wgsl.line("y[y_at + " + j + "u] = s" + j + " * last;");
    }
    return wgsl.source();
  }
}
