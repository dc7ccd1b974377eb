package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Pixels from the products of {@link Winograd}'s positions, whose rows are (position, tile), TP
 * tiles of each.
 *
 * @param together whether the pixels of a tile's row always lie in one fragment
 */
record WinogradPixelsShader(int targets, Winograd way, boolean together, Finish.Kind finish)
    implements Shader {
  @Override
  public String name() {
    return "winogradPixels";
  }

  @Override
  public Glsl write() {
    int side = way.side;
    int tile = way.tile;
    Glsl glsl = new Glsl(targets).rows("U", false);
    finish.declare(glsl);
    glsl.params("ROWS", "OH", "OW", "TH", "TW", "TP");
    glsl.helper("const float FACTORS[" + tile * side + "] = " + way.table() + ";\n");
    glsl.block();
    int step = together ? tile : 1;
    for (int j = 0; j < targets; j++) {
      glsl.line("vec4 a" + j + ";");
    }
    for (int j = 0; j < targets; j += step) {
      glsl.line("{");
      glsl.line("  int p = min(block * " + targets + " + " + j + ", ROWS - " + step + ");");
      glsl.line("  int q = quotient(p, OW);");
      glsl.line("  int n = quotient(q, OH);");
      glsl.line("  int x = p - q * OW;");
      glsl.line("  int y = q - n * OH;");
      glsl.line("  int tx = x >> " + (tile / 2) + ";");
      glsl.line("  int ty = y >> " + (tile / 2) + ";");
      glsl.line("  int tile = (n * TH + ty) * TW + tx;");
      glsl.line("  int fy = (y - ty * " + tile + ") * " + side + ";");
      glsl.line("  int fx = (x - tx * " + tile + ") * " + side + ";");
      if (together) {
        sums(glsl, j);
      } else {
        pixel(glsl, j);
      }
      glsl.line("}");
    }
    finish.write(glsl);
    return glsl;
  }

  /** A row of a tile: sums of columns first. */
  private void sums(Glsl glsl, int first) {
    for (int j = 0; j < way.side; j++) {
      glsl.line("  vec4 s" + j + " = vec4(0.0);");
    }
    glsl.line("  for (int i = 0; i < " + way.side + "; i++) {");
    glsl.line("    float f = FACTORS[fy + i];");
    glsl.line("    if (f != 0.0) {");
    glsl.line("      int r = i * " + way.side + " * TP + tile;");
    for (int j = 0; j < way.side; j++) {
      glsl.line("      s" + j + " += f * " + fetch("r + " + j + " * TP") + ";");
    }
    glsl.line("    }");
    glsl.line("  }");
    String[] pixels = way.pixels();
    for (int j = 0; j < way.tile; j++) {
      glsl.line("  a" + (first + j) + " = " + pixels[j] + ";");
    }
  }

  private void pixel(Glsl glsl, int at) {
    glsl.line("  vec4 s = vec4(0.0);");
    glsl.line("  for (int i = 0; i < " + way.side + "; i++) {");
    glsl.line("    for (int j = 0; j < " + way.side + "; j++) {");
    glsl.line("      float f = FACTORS[fy + i] * FACTORS[fx + j];");
    glsl.line("      int r = (i * " + way.side + " + j) * TP + tile;");
    glsl.line("      if (f != 0.0) { s += f * " + fetch("r") + "; }");
    glsl.line("    }");
    glsl.line("  }");
    glsl.line("  a" + at + " = s;");
  }

  private static String fetch(String r) {
    return Pixels.fetch("U", r, "YROW", "column", false);
  }
}
