package dev.assam.webgl.kernel;

/** Texels of pixels. */
final class Pixels {
  private Pixels() {}

  /** The texel {@code column} of row {@code r} of X, whose rows are of C texels. */
  static String fetch(String r, boolean flat) {
    if (flat) {
      return "X_texel(" + r + " * C + column)";
    }
    String at = "((" + r + " >> XBITS) * C + column)";
    return "texelFetch(X, ivec3("
        + at
        + " & 255, "
        + at
        + " >> 8, "
        + r
        + " & ((1 << XBITS) - 1)), 0)";
  }
}
