package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.GemmF32;
import dev.assam.simd.kernel.GemmFinish;
import dev.assam.simd.kernel.Lanes;

/** Products of small matrices inside other tasks. */
final class Product {
  private static final int VL = Lanes.F32;
  private static final int ROWS = GemmF32.ROWS;

  /** Floats of scratch that {@link #multiply} needs. */
  static final int TILE = ROWS * VL;

  private Product() {}

  /**
   * C = A · B + bias with B and bias packed; strides in elements.
   *
   * @param depth rows of B as it was packed, of which the first {@code k} are used
   * @param biasStep elements from one vector of the bias to the next, 0 for the same everywhere
   * @param tile room for {@link #TILE} floats
   */
  static void multiply(
      Floats a,
      int aAt,
      int lda,
      int rows,
      int k,
      Floats b,
      int bAt,
      int depth,
      int columns,
      Floats bias,
      int biasAt,
      int biasStep,
      Floats c,
      int cAt,
      int ldc,
      Floats tile,
      int tileAt) {
    Panels panels = new Panels(columns);
    boolean narrow = columns < VL;
    boolean odd = (k & 1) != 0;
    for (int p = 0; p < panels.count(); p++) {
      int panel = bAt + p * 2 * VL * depth;
      int start = biasAt + p * 2 * biasStep;
      for (int row = 0; row < rows; row += ROWS) {
        int count = Math.min(ROWS, rows - row);
        int last = aAt + (row + count - 1) * lda;
        int a0 = aAt + row * lda;
        int a1 = Math.min(last, a0 + lda);
        int a2 = Math.min(last, a1 + lda);
        int a3 = Math.min(last, a2 + lda);
        int a4 = Math.min(last, a3 + lda);
        int a5 = Math.min(last, a4 + lda);
        int at = cAt + row * ldc + panels.column(p);
        if (!panels.isSingle(p)) {
          int second = panels.second(p);
          GemmF32.gemmF32_6x2v(
              a, a0, a1, a2, a3, a4, a5, 1, 0, 1, 0, k, b, panel, bias, start, c, at, ldc, second,
              count);
          if (odd) {
            GemmF32.oddF32_6x2v(
                a, a0, a1, a2, a3, a4, a5, 1, 0, 1, 0, k, b, panel, c, at, ldc, second, count);
          }
          continue;
        }
        Floats d = narrow ? tile : c;
        int dAt = narrow ? tileAt : at;
        int ldd = narrow ? VL : ldc;
        GemmF32.gemmF32_6x1v(
            a, a0, a1, a2, a3, a4, a5, 1, 0, 1, 0, k, b, panel, bias, start, d, dAt, ldd, count);
        if (odd) {
          GemmF32.oddF32_6x1v(
              a, a0, a1, a2, a3, a4, a5, 1, 0, 1, 0, k, b, panel, d, dAt, ldd, count);
        }
        if (narrow) {
          GemmFinish.finishF32_narrow(tile, tileAt, c, at, ldc, columns, count, c, 0, 0, 0);
        }
      }
    }
  }
}
