package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * Products of float32 matrices: six rows that lie anywhere times a packed panel of one or two
 * vectors of columns.
 *
 * <p>HotSpot's compiler sets the form. It stops to inline in a method after some sixty vector
 * operations, and one that is not inlined costs as much as a hundred that are: so the last element
 * of an odd run, activations and residuals are other methods', on what is still in the L1 cache. A
 * loop of fewer than a hundred rounds is spared an outer loop for the safepoint, so K is cut into
 * such pieces.
 */
public final class GemmF32 {
  /** Rows that are computed at once. */
  public static final int ROWS = 6;

  private static final int VL = Lanes.F32;

  /** Elements of K in a loop of fewer than a hundred rounds. */
  private static final int PIECE = 192;

  private GemmF32() {}

  /**
   * C[6, 2·VL] = A[6, K] · B[K, 2·VL] + bias[2·VL] without the last element of runs of odd length.
   * A row of A begins at {@code a0} to {@code a5} and consists of {@code runsY} times {@code runsX}
   * runs of {@code run} elements, {@code strideY} and {@code strideX} apart; B and the bias are
   * packed. The second vector of a row of C lies {@code second} elements after the first and may
   * overlap it; rows from {@code rows} on must repeat the last one before.
   */
  public static void gemmF32_6x2v(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int runsY,
      int strideY,
      int runsX,
      int strideX,
      int run,
      Floats b,
      int bAt,
      Floats bias,
      int biasAt,
      Floats c,
      int cAt,
      int ldc,
      int second,
      int rows) {
    if (Lanes.LONG_METHODS) {
      GemmF32Long.gemmF32_6x2v(
          a, a0, a1, a2, a3, a4, a5, 0, 1, runsY, strideY, runsX, strideX, run, b, bAt, bias,
          biasAt, c, cAt, ldc, second, rows, c, 0, 0, 0);
      return;
    }
    int bp = bAt;
    FloatVector c00 = bias.load(biasAt);
    FloatVector c01 = bias.load(biasAt + VL);
    FloatVector c10 = c00;
    FloatVector c11 = c01;
    FloatVector c20 = c00;
    FloatVector c21 = c01;
    FloatVector c30 = c00;
    FloatVector c31 = c01;
    FloatVector c40 = c00;
    FloatVector c41 = c01;
    FloatVector c50 = c00;
    FloatVector c51 = c01;
    int even = run & -2;
    int odd = (run & 1) * 2 * VL;
    int shift = 0;
    int x = 0;
    for (int runs = runsY * runsX; runs > 0; runs--) {
      int p0 = a0 + shift;
      int p1 = a1 + shift;
      int p2 = a2 + shift;
      int p3 = a3 + shift;
      int p4 = a4 + shift;
      int p5 = a5 + shift;
      for (int left = even; left > 0; left -= PIECE) {
        int n = Math.min(left, PIECE);
        for (int k = 0; k < n; k += 2) {
          FloatVector b0 = b.load(bp);
          FloatVector b1 = b.load(bp + VL);
          FloatVector s = a.splat(p0);
          c00 = s.fma(b0, c00);
          c01 = s.fma(b1, c01);
          s = a.splat(p1);
          c10 = s.fma(b0, c10);
          c11 = s.fma(b1, c11);
          s = a.splat(p2);
          c20 = s.fma(b0, c20);
          c21 = s.fma(b1, c21);
          s = a.splat(p3);
          c30 = s.fma(b0, c30);
          c31 = s.fma(b1, c31);
          s = a.splat(p4);
          c40 = s.fma(b0, c40);
          c41 = s.fma(b1, c41);
          s = a.splat(p5);
          c50 = s.fma(b0, c50);
          c51 = s.fma(b1, c51);
          b0 = b.load(bp + 2 * VL);
          b1 = b.load(bp + 3 * VL);
          s = a.splat(p0 + 1);
          c00 = s.fma(b0, c00);
          c01 = s.fma(b1, c01);
          s = a.splat(p1 + 1);
          c10 = s.fma(b0, c10);
          c11 = s.fma(b1, c11);
          s = a.splat(p2 + 1);
          c20 = s.fma(b0, c20);
          c21 = s.fma(b1, c21);
          s = a.splat(p3 + 1);
          c30 = s.fma(b0, c30);
          c31 = s.fma(b1, c31);
          s = a.splat(p4 + 1);
          c40 = s.fma(b0, c40);
          c41 = s.fma(b1, c41);
          s = a.splat(p5 + 1);
          c50 = s.fma(b0, c50);
          c51 = s.fma(b1, c51);
          p0 += 2;
          p1 += 2;
          p2 += 2;
          p3 += 2;
          p4 += 2;
          p5 += 2;
          bp += 4 * VL;
        }
      }
      bp += odd;
      shift += strideX;
      x++;
      if (x == runsX) {
        x = 0;
        shift += strideY - runsX * strideX;
      }
    }
    int at = cAt;
    c.store(at, c00);
    c.store(at + second, c01);
    at += rows > 1 ? ldc : 0;
    c.store(at, c10);
    c.store(at + second, c11);
    at += rows > 2 ? ldc : 0;
    c.store(at, c20);
    c.store(at + second, c21);
    at += rows > 3 ? ldc : 0;
    c.store(at, c30);
    c.store(at + second, c31);
    at += rows > 4 ? ldc : 0;
    c.store(at, c40);
    c.store(at + second, c41);
    at += rows > 5 ? ldc : 0;
    c.store(at, c50);
    c.store(at + second, c51);
  }

  /**
   * As {@link #gemmF32_6x2v} for one vector of columns: C[6, VL] = A[6, K] · B[K, VL] + bias[VL].
   */
  public static void gemmF32_6x1v(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int runsY,
      int strideY,
      int runsX,
      int strideX,
      int run,
      Floats b,
      int bAt,
      Floats bias,
      int biasAt,
      Floats c,
      int cAt,
      int ldc,
      int rows) {
    if (Lanes.LONG_METHODS) {
      GemmF32Long.gemmF32_6x1v(
          a, a0, a1, a2, a3, a4, a5, 0, 1, runsY, strideY, runsX, strideX, run, b, bAt, bias,
          biasAt, c, cAt, ldc, rows, c, 0, 0, 0);
      return;
    }
    int bp = bAt;
    FloatVector c00 = bias.load(biasAt);
    FloatVector c10 = c00;
    FloatVector c20 = c00;
    FloatVector c30 = c00;
    FloatVector c40 = c00;
    FloatVector c50 = c00;
    int even = run & -2;
    int odd = (run & 1) * 1 * VL;
    int shift = 0;
    int x = 0;
    for (int runs = runsY * runsX; runs > 0; runs--) {
      int p0 = a0 + shift;
      int p1 = a1 + shift;
      int p2 = a2 + shift;
      int p3 = a3 + shift;
      int p4 = a4 + shift;
      int p5 = a5 + shift;
      for (int left = even; left > 0; left -= PIECE) {
        int n = Math.min(left, PIECE);
        for (int k = 0; k < n; k += 2) {
          FloatVector b0 = b.load(bp);
          FloatVector s = a.splat(p0);
          c00 = s.fma(b0, c00);
          s = a.splat(p1);
          c10 = s.fma(b0, c10);
          s = a.splat(p2);
          c20 = s.fma(b0, c20);
          s = a.splat(p3);
          c30 = s.fma(b0, c30);
          s = a.splat(p4);
          c40 = s.fma(b0, c40);
          s = a.splat(p5);
          c50 = s.fma(b0, c50);
          b0 = b.load(bp + VL);
          s = a.splat(p0 + 1);
          c00 = s.fma(b0, c00);
          s = a.splat(p1 + 1);
          c10 = s.fma(b0, c10);
          s = a.splat(p2 + 1);
          c20 = s.fma(b0, c20);
          s = a.splat(p3 + 1);
          c30 = s.fma(b0, c30);
          s = a.splat(p4 + 1);
          c40 = s.fma(b0, c40);
          s = a.splat(p5 + 1);
          c50 = s.fma(b0, c50);
          p0 += 2;
          p1 += 2;
          p2 += 2;
          p3 += 2;
          p4 += 2;
          p5 += 2;
          bp += 2 * VL;
        }
      }
      bp += odd;
      shift += strideX;
      x++;
      if (x == runsX) {
        x = 0;
        shift += strideY - runsX * strideX;
      }
    }
    int at = cAt;
    c.store(at, c00);
    at += rows > 1 ? ldc : 0;
    c.store(at, c10);
    at += rows > 2 ? ldc : 0;
    c.store(at, c20);
    at += rows > 3 ? ldc : 0;
    c.store(at, c30);
    at += rows > 4 ? ldc : 0;
    c.store(at, c40);
    at += rows > 5 ? ldc : 0;
    c.store(at, c50);
  }

  /**
   * C[6, 2·VL] += what {@link #gemmF32_6x2v} leaves out: the last elements of runs of odd length.
   * C's two vectors must not overlap or {@code rows} be done twice.
   */
  public static void oddF32_6x2v(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int runsY,
      int strideY,
      int runsX,
      int strideX,
      int run,
      Floats b,
      int bAt,
      Floats c,
      int cAt,
      int ldc,
      int second,
      int rows) {
    if (Lanes.LONG_METHODS) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int ar = r == 0 ? a0 : r == 1 ? a1 : r == 2 ? a2 : r == 3 ? a3 : r == 4 ? a4 : a5;
      int at = cAt + r * ldc;
      FloatVector x0 = c.load(at);
      FloatVector x1 = c.load(at + second);
      int bp = bAt + (run - 1) * 2 * VL;
      for (int y = 0; y < runsY; y++) {
        int p = ar + y * strideY + run - 1;
        for (int x = 0; x < runsX; x++) {
          FloatVector s = a.splat(p);
          x0 = s.fma(b.load(bp), x0);
          x1 = s.fma(b.load(bp + VL), x1);
          p += strideX;
          bp += run * 2 * VL;
        }
      }
      c.store(at, x0);
      c.store(at + second, x1);
    }
  }

  /** As {@link #oddF32_6x2v} for one vector of columns. */
  public static void oddF32_6x1v(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int runsY,
      int strideY,
      int runsX,
      int strideX,
      int run,
      Floats b,
      int bAt,
      Floats c,
      int cAt,
      int ldc,
      int rows) {
    if (Lanes.LONG_METHODS) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int ar = r == 0 ? a0 : r == 1 ? a1 : r == 2 ? a2 : r == 3 ? a3 : r == 4 ? a4 : a5;
      int at = cAt + r * ldc;
      FloatVector x0 = c.load(at);
      int bp = bAt + (run - 1) * 1 * VL;
      for (int y = 0; y < runsY; y++) {
        int p = ar + y * strideY + run - 1;
        for (int x = 0; x < runsX; x++) {
          FloatVector s = a.splat(p);
          x0 = s.fma(b.load(bp), x0);
          p += strideX;
          bp += run * 1 * VL;
        }
      }
      c.store(at, x0);
    }
  }
}
