package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * The products of {@link Winograd}'s positions: rows (position, tile) of M, tiles filled up to
 * BLOCKS times as many as there are targets. A fragment computes four maps of as many tiles as the
 * target has layers.
 */
record WinogradProductShader(int targets, Winograd way) implements Shader {
  @Override
  public String name() {
    return "winogradProducts";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).tiles("X").matrix("W").params("C", "TILES", "BLOCKS");
    glsl.block();
    glsl.line("int p = quotient(block, BLOCKS);");
    glsl.line("int i = quotient(p, " + way.side + ");");
    glsl.line("int j = p - i * " + way.side + ";");
    glsl.line("int first = (block - p * BLOCKS) * " + targets + ";");
    for (int t = 0; t < targets; t++) {
      String tile = "min(first + " + t + ", TILES - 1)";
      glsl.line("int i" + t + " = (" + tile + " * " + way.side + " + i) * C;");
      glsl.line("vec4 a" + t + " = vec4(0.0);");
    }
    glsl.line("for (int k = 0; k < C; k++) {");
    glsl.line("  int n = 4 * (p * C + k);");
    for (int u = 0; u < 4; u++) {
      glsl.line("  vec4 w" + u + " = W_at(n + " + u + ", column);");
    }
    glsl.line("  vec4 x;");
    for (int t = 0; t < targets; t++) {
      glsl.line("  x = X_at(i" + t + " + k, j);");
      glsl.line("  a" + t + " += x.x * w0 + x.y * w1 + x.z * w2 + x.w * w3;");
    }
    glsl.line("}");
    for (int t = 0; t < targets; t++) {
      glsl.line("y" + t + " = a" + t + ";");
    }
    return glsl;
  }
}
