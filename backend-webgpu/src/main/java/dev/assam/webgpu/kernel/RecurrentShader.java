package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/**
 * One step of LSTM, GRU or RNN for all directions and the whole batch: four hidden units for each
 * invocation, whose gates are the sums of the products of all inputs, made before, and of H · R.
 *
 * <p>On GPUs the invocations of a workgroup share the walk along H, since a step has few outputs.
 *
 * @param first whether this is the first of a step's two products
 * @param vector whether the hidden size is a multiple of four
 * @param fours of units of a workgroup
 * @param slices of H that a workgroup shares
 */
record RecurrentShader(
    RecurrentCell cell,
    boolean first,
    boolean bias,
    boolean peepholes,
    boolean lengths,
    boolean y,
    boolean vector,
    int fours,
    int slices)
    implements Shader {
  @Override
  public String name() {
    String name = cell.kind() == RecurrentCell.Kind.LSTM ? "lstm" : "gru";
    return (cell.kind() == RecurrentCell.Kind.RNN ? "rnn" : name) + (first ? "Gates" : "Step");
  }

  private boolean second() {
    return cell.hasTwoProducts() && !first;
  }

  private boolean lstm() {
    return cell.kind() == RecurrentCell.Kind.LSTM;
  }

  @Override
  public int buffers() {
    int own = first ? 4 : lstm() ? 5 : second() ? 5 : 4;
    return own + (bias ? 1 : 0) + (peepholes ? 1 : 0) + (lengths ? 1 : 0) + (y && !first ? 1 : 0);
  }

  private int firstGate() {
    return second() ? 2 : 0;
  }

  private int endGate() {
    return first ? 2 : cell.gates();
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl();
    wgsl.buffer("products", "vec4<f32>").buffer("weights", "vec4<f32>");
    wgsl.buffer("h", vector ? "vec4<f32>" : "f32");
    if (second()) {
      wgsl.buffer("before", "vec4<f32>");
    }
    wgsl.buffer("next", "vec4<f32>");
    if (lstm()) {
      wgsl.buffer("c", "vec4<f32>");
    }
    if (bias) {
      wgsl.buffer("bias", "vec4<f32>");
    }
    if (peepholes) {
      wgsl.buffer("peepholes", "vec4<f32>");
    }
    if (lengths) {
      wgsl.buffer("lengths", "i32");
    }
    if (y && !first) {
      wgsl.buffer("y", "f32");
    }
    wgsl.params("step", "steps", "batch", "hidden", "fours", "reverse");
    wgsl.params("product_step", "product_batch", "y_step", "y_batch", "y_direction");
    cell.define(wgsl);
    int gates = endGate() - firstGate();
    if (slices > 1) {
      wgsl.global("var<workgroup> sums: array<vec4<f32>, " + gates * fours * slices + ">;");
    }
    wgsl.line("let d = w.z;");
    wgsl.line("let b = w.y;");
    wgsl.line("let unit = w.x * " + fours + "u + l.x % " + fours + "u;");
    wgsl.line("let slice = l.x / " + fours + "u;");
    wgsl.line("let j = min(unit, p.fours - 1u);");
    wgsl.line("let own = (d * p.batch + b) * p.fours + j;");
    multiply(wgsl);
    wgsl.line("if (slice != 0u || unit >= p.fours) { return; }");
    gates(wgsl);
    switch (cell.kind()) {
      case LSTM -> lstm(wgsl);
      case GRU -> gru(wgsl);
      default -> wgsl.line("let after = act0(g0, d);");
    }
    if (first) {
      return wgsl.source(fours * slices, 1);
    }
    if (lengths) {
      wgsl.line("next[own] = select(" + previous() + ", after, alive);");
    } else {
      wgsl.line("next[own] = after;");
    }
    if (y) {
      wgsl.line("let to = t * p.y_step + b * p.y_batch + d * p.y_direction + 4u * j;");
      wgsl.line("let result = " + (lengths ? "select(vec4<f32>(), after, alive)" : "after") + ";");
      for (int lane = 0; lane < 4; lane++) {
        String at = lane + "u";
        String store = "y[to + " + at + "] = result." + "xyzw".charAt(lane) + ";";
        wgsl.line(
            vector || lane == 0 ? store : "if (4u * j + " + at + " < p.hidden) { " + store + " }");
      }
    }
    return wgsl.source(fours * slices, 1);
  }

  /** H of the step before at the invocation's own units. */
  private String previous() {
    if (second()) {
      return "before[own]";
    }
    return vector
        ? "h[own]"
        : "vec4<f32>(h[4u * own], h[4u * own + 1u], h[4u * own + 2u], h[4u * own + 3u])";
  }

  private void multiply(Wgsl wgsl) {
    int all = cell.gates();
    for (int g = firstGate(); g < endGate(); g++) {
      wgsl.line("var s" + g + " = vec4<f32>();");
    }
    // What the second product reads lies behind the first gate, z.
    String skip = second() ? "p.batch * " + cell.directions() + "u * p.fours + " : "";
    String from = "(" + skip + "(d * p.batch + b) * p.fours)";
    wgsl.line("let h_at = " + from + (vector ? "" : " * 4u") + ";");
    wgsl.line("let end = " + (vector ? "p.hidden / 4u" : "p.hidden") + ";");
    wgsl.line("for (var k = slice; k < end; k += " + slices + "u) {");
    wgsl.line("  let a = h[h_at + k];");
    for (int part = 0; part < (vector ? 4 : 1); part++) {
      String row = vector ? "4u * k + " + part + "u" : "k";
      wgsl.line(
          "  let at" + part + " = (d * p.hidden + " + row + ") * p.fours * " + all + "u + j;");
      for (int g = firstGate(); g < endGate(); g++) {
        wgsl.line(
            "  s"
                + g
                + " += a"
                + (vector ? "." + "xyzw".charAt(part) : "")
                + " * weights[at"
                + part
                + " + "
                + g
                + "u * p.fours];");
      }
    }
    wgsl.line("}");
    if (slices == 1) {
      return;
    }
    int gates = endGate() - firstGate();
    for (int g = 0; g < gates; g++) {
      wgsl.line("sums[l.x * " + gates + "u + " + g + "u] = s" + (firstGate() + g) + ";");
    }
    wgsl.line("workgroupBarrier();");
    wgsl.line("if (slice == 0u) {");
    wgsl.line("  for (var i = 1u; i < " + slices + "u; i++) {");
    wgsl.line("    let at = (i * " + fours + "u + l.x) * " + gates + "u;");
    for (int g = 0; g < gates; g++) {
      wgsl.line("    s" + (firstGate() + g) + " += sums[at + " + g + "u];");
    }
    wgsl.line("  }");
    wgsl.line("}");
  }

  /** The gates' sums {@code g0} and so on, and which time of the sequence this is. */
  private void gates(Wgsl wgsl) {
    wgsl.line("let back = d == 1u || p.reverse == 1u;");
    if (lengths) {
      wgsl.line("let length = u32(lengths[b]);");
      wgsl.line("let alive = p.step < length;");
      wgsl.line("let t = select(p.step, length - 1u - p.step, back && alive);");
    } else {
      wgsl.line("let t = select(p.step, p.steps - 1u - p.step, back);");
    }
    int all = cell.gates();
    wgsl.line(
        "let in_at = t * p.product_step + b * p.product_batch + d * p.fours * " + all + "u + j;");
    boolean linear = cell.kind() == RecurrentCell.Kind.GRU && cell.flag();
    for (int g = firstGate(); g < endGate(); g++) {
      String sum = "s" + g;
      if (bias) {
        sum += " + bias[(d * " + all + "u + " + g + "u) * p.fours + j]";
      }
      String input = "products[in_at + " + g + "u * p.fours]";
      if (linear && g == 2) {
        wgsl.line("let from_hidden = " + sum + ";");
        wgsl.line("let from_input = " + input + ";");
      } else {
        wgsl.line("let g" + g + " = " + input + " + " + sum + ";");
      }
    }
  }

  private String peep(int gate, String state) {
    return peepholes ? " + peepholes[(d * 3u + " + gate + "u) * p.fours + j] * " + state : "";
  }

  private void lstm(Wgsl wgsl) {
    wgsl.line("let state = c[own];");
    wgsl.line("let i = act0(g0" + peep(0, "state") + ", d);");
    wgsl.line(
        "let f = " + (cell.flag() ? "1.0f - i" : "act0(g2" + peep(2, "state") + ", d)") + ";");
    wgsl.line("let cell = f * state + i * act1(g3, d);");
    wgsl.line("let o = act0(g1" + peep(1, "cell") + ", d);");
    wgsl.line("c[own] = " + (lengths ? "select(state, cell, alive)" : "cell") + ";");
    wgsl.line("let after = o * act2(cell, d);");
  }

  private void gru(Wgsl wgsl) {
    if (first) {
      wgsl.line("next[own] = act0(g0, d);");
      String other = "p.batch * " + cell.directions() + "u * p.fours + own";
      wgsl.line("next[" + other + "] = act0(g1, d) * " + previous() + ";");
      return;
    }
    wgsl.line("let was = " + previous() + ";");
    if (second()) {
      String z =
          vector
              ? "h[own]"
              : "vec4<f32>(h[4u * own], h[4u * own + 1u], h[4u * own + 2u], h[4u * own + 3u])";
      wgsl.line("let z = " + z + ";");
      wgsl.line("let new_h = act1(g2, d);");
    } else {
      wgsl.line("let z = act0(g0, d);");
      wgsl.line("let new_h = act1(from_input + act0(g1, d) * from_hidden, d);");
    }
    wgsl.line("let after = (1.0f - z) * new_h + z * was;");
  }
}
