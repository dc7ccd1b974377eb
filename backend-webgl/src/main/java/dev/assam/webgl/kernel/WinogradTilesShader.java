package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Tiles of pictures with channels last as {@link Winograd}'s positions: a fragment computes a row
 * of positions of four channels.
 *
 * @param flat whether X lies in one layer
 * @param padded whether tiles reach beyond the picture
 */
record WinogradTilesShader(Winograd way, boolean flat, boolean padded) implements Shader {
  @Override
  public String name() {
    return "winogradTiles";
  }

  @Override
  public Glsl write() {
    int side = way.side;
    Glsl glsl = new Glsl(side).rows("X", flat).params("C", "H", "W_", "TH", "TW", "PT", "PL");
    glsl.helper("const ivec" + way.terms() + " ROWS[" + side + "] = " + way.rows + ";\n");
    glsl.helper("const vec" + way.terms() + " FACTORS[" + side + "] = " + way.factors + ";\n");
    glsl.block();
    glsl.line("int tile = quotient(block, " + side + ");");
    glsl.line("int i = block - tile * " + side + ";");
    glsl.line("int q = quotient(tile, TW);");
    glsl.line("int n = quotient(q, TH);");
    glsl.line("int y = (q - n * TH) * " + way.tile + " - PT;");
    glsl.line("int x = (tile - q * TW) * " + way.tile + " - PL;");
    for (int j = 0; j < side; j++) {
      glsl.line("vec4 t" + j + " = vec4(0.0);");
    }
    glsl.line("for (int u = 0; u < " + way.terms() + "; u++) {");
    glsl.line("  int v = y + ROWS[i][u];");
    glsl.line("  float f = FACTORS[i][u];");
    glsl.line("  int r = (n * H + v) * W_ + x;");
    String inside = padded ? "f != 0.0 && v >= 0 && v < H" : "f != 0.0";
    glsl.line("  if (" + inside + ") {");
    for (int j = 0; j < side; j++) {
      String in = padded ? "if (x + " + j + " >= 0 && x + " + j + " < W_) " : "";
      glsl.line("    " + in + "{ t" + j + " += f * " + Pixels.fetch("r + " + j, flat) + "; }");
    }
    glsl.line("  }");
    glsl.line("}");
    for (String line : way.positions()) {
      glsl.line(line);
    }
    return glsl;
  }
}
