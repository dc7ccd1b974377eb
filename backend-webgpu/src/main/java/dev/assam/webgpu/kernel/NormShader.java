package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * Lines brought to mean 0 and variance 1, or only to mean square 1, then scaled and shifted: a line
 * for each invocation, by fours if it can be.
 *
 * @param centred whether the mean is taken away
 * @param shifted whether there is a shift
 */
record NormShader(boolean centred, boolean shifted, boolean vector) implements Shader {
  @Override
  public String name() {
    return (centred ? "layerNorm" : "rmsNorm") + (vector ? "4" : "");
  }

  @Override
  public int buffers() {
    return shifted ? 4 : 3;
  }

  @Override
  public String source() {
    String type = WgslExpr.type("f32", vector ? 4 : 1);
    String one = vector ? "vec4<f32>(1.0f)" : "1.0f";
    String dot = vector ? "dot(" : "((";
    String by = vector ? ", " : ") * (";
    Wgsl wgsl = new Wgsl().buffer("x", type).buffer("scale", type);
    if (shifted) {
      wgsl.buffer("shift", type);
    }
    wgsl.buffer("y", type).flat();
    // Steps of a line, elements of a line, and of scale and shift.
    wgsl.params("steps").param("length", "f32").param("epsilon", "f32").params("period");
    wgsl.line("let begin = i * p.steps;");
    if (centred) {
      wgsl.line("var sum = 0.0f;");
      wgsl.line("for (var k = 0u; k < p.steps; k++) {");
      wgsl.line("  sum += " + dot + "x[begin + k]" + by + one + ")" + (vector ? "" : ")") + ";");
      wgsl.line("}");
      wgsl.line("let mean = sum / p.length;");
    } else {
      wgsl.line("let mean = 0.0f;");
    }
    wgsl.line("var squares = 0.0f;");
    wgsl.line("for (var k = 0u; k < p.steps; k++) {");
    wgsl.line("  let d = x[begin + k] - mean;");
    wgsl.line("  squares += " + (vector ? "dot(d, d)" : "d * d") + ";");
    wgsl.line("}");
    wgsl.line("let factor = 1.0f / sqrt(squares / p.length + p.epsilon);");
    wgsl.line("for (var k = 0u; k < p.steps; k++) {");
    wgsl.line("  let j = (begin + k) % p.period;");
    wgsl.line(
        "  y[begin + k] = (x[begin + k] - mean) * factor * scale[j]"
            + (shifted ? " + shift[j]" : "")
            + ";");
    wgsl.line("}");
    return wgsl.source();
  }
}
