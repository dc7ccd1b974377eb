package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Wgsl;

/**
 * A tile of a product that one invocation keeps in variables: so many rows, and columns by fours.
 */
record Tile(int rows, int fours) {
  int columns() {
    return 4 * fours;
  }

  /** Declares the sums, zeros. */
  void declare(Wgsl wgsl) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < fours; j++) {
        wgsl.line("var " + sum(i, j) + " = vec4<f32>();");
      }
    }
  }

  static String sum(int i, int j) {
    return "s" + i + "_" + j;
  }

  /**
   * Adds products: of {@code a0 …}, the rows' elements at an index of the inner dimension, and the
   * columns' elements there, which {@code b} reads by the text of their place.
   *
   * @param part of the rows' variables, such as {@code .x}; empty if they are single elements
   */
  void multiply(Wgsl wgsl, String indent, String part, String row) {
    for (int j = 0; j < fours; j++) {
      wgsl.line(indent + "let b" + j + " = b[" + row + " + c" + j + "];");
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < fours; j++) {
        wgsl.line(indent + sum(i, j) + " += a" + i + part + " * b" + j + ";");
      }
    }
  }

  /** Stores the sums: rows from {@code m0}, columns from {@code n0} on. */
  void store(Wgsl wgsl, String row, boolean vector) {
    for (int i = 0; i < rows; i++) {
      wgsl.line("if (m0 + " + i + "u < p.m) {");
      wgsl.line("  let row = " + row + " + m0 + " + i + "u;");
      for (int j = 0; j < fours; j++) {
        String column = "n0 + " + 4 * j + "u";
        if (vector) {
          wgsl.line("  if (" + column + " < p.n) {");
          wgsl.line(
              "    y[(row * p.n + "
                  + column
                  + ") / 4u] = finish("
                  + sum(i, j)
                  + ", row, "
                  + column
                  + ");");
          wgsl.line("  }");
          continue;
        }
        for (int lane = 0; lane < 4; lane++) {
          String at = "n0 + " + (4 * j + lane) + "u";
          wgsl.line("  if (" + at + " < p.n) {");
          wgsl.line(
              "    y[row * p.n + "
                  + at
                  + "] = finish("
                  + sum(i, j)
                  + "."
                  + "xyzw".charAt(lane)
                  + ", row, "
                  + at
                  + ");");
          wgsl.line("  }");
        }
      }
      wgsl.line("}");
    }
  }
}
