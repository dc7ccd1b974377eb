package dev.assam.webgl.kernel;

import dev.assam.webgl.TexelLayout.Rows;

/** Texels of pixels. */
final class Pixels {
  private Pixels() {}

  /** The texel {@code column} of row {@code r} of X, whose rows are of C texels. */
  static String fetch(String r, boolean flat) {
    return fetch("X", r, "C", "column", flat);
  }

  /** A texel of row {@code r} of a sampler whose rows are of so many texels. */
  static String fetch(String sampler, String r, String row, String column, boolean flat) {
    if (flat) {
      return sampler + "_texel((" + r + ") * " + row + " + " + column + ")";
    }
    String at = "(((" + r + ") >> " + sampler + "BITS) * " + row + " + " + column + ")";
    return "texelFetch("
        + sampler
        + ", "
        + Rows.at(at, "(" + r + ") & ((1 << " + sampler + "BITS) - 1)")
        + ", 0)";
  }
}
