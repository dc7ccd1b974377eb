package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * Products of float32 matrices: six rows that lie anywhere times a packed panel of one or two
 * vectors of columns.
 *
 * <p>HotSpot's compiler sets the form. A method has room for some eighty vector operations before
 * it stops to inline them, so activations and residuals are {@link GemmFinish}'s, on what is still
 * in the L1 cache; and a loop of fewer than a hundred rounds is spared the outer loop of the
 * safepoint, so K is cut into such pieces.
 */
public final class GemmF32 {
  /** Rows that are computed at once. */
  public static final int ROWS = 6;

  private static final int VL = Lanes.F32;

  /** Elements of K in a loop of fewer than a hundred rounds. */
  private static final int PIECE = 192;

  private GemmF32() {}

  /**
   * C[6, 2·VL] = A[6, K] · B[K, 2·VL] + bias[2·VL]. A row of A begins at {@code a0} to {@code a5}
   * and consists of {@code runsY} times {@code runsX} runs of {@code run} elements, {@code strideY}
   * and {@code strideX} apart; B and the bias are packed. The second vector of a row of C lies
   * {@code second} elements after the first and may overlap it; only the first {@code rows} rows
   * are stored.
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
      int rows,
      boolean biased) {
    int bp = bAt;
    FloatVector c00 = biased ? bias.load(biasAt) : FloatVector.zero(Lanes.F);
    FloatVector c01 = biased ? bias.load(biasAt + VL) : FloatVector.zero(Lanes.F);
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
    for (int y = 0; y < runsY; y++) {
      int shift = y * strideY;
      for (int x = 0; x < runsX; x++) {
        int p0 = a0 + shift;
        int p1 = a1 + shift;
        int p2 = a2 + shift;
        int p3 = a3 + shift;
        int p4 = a4 + shift;
        int p5 = a5 + shift;
        for (int left = run; left > 0; left -= PIECE) {
          int n = Math.min(left, PIECE);
          int k = 0;
          FloatVector b0;
          FloatVector b1;
          FloatVector s;
          for (; k + 1 < n; k += 2) {
            b0 = b.load(bp);
            b1 = b.load(bp + VL);
            s = a.splat(p0);
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
          for (; k < n; k++) {
            b0 = b.load(bp);
            b1 = b.load(bp + VL);
            s = a.splat(p0);
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
            p0++;
            p1++;
            p2++;
            p3++;
            p4++;
            p5++;
            bp += 2 * VL;
          }
        }
        shift += strideX;
      }
    }
    int at = cAt;
    c.store(at, c00);
    c.store(at + second, c01);
    if (rows > 1) {
      at += ldc;
      c.store(at, c10);
      c.store(at + second, c11);
    }
    if (rows > 2) {
      at += ldc;
      c.store(at, c20);
      c.store(at + second, c21);
    }
    if (rows > 3) {
      at += ldc;
      c.store(at, c30);
      c.store(at + second, c31);
    }
    if (rows > 4) {
      at += ldc;
      c.store(at, c40);
      c.store(at + second, c41);
    }
    if (rows > 5) {
      at += ldc;
      c.store(at, c50);
      c.store(at + second, c51);
    }
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
      int rows,
      boolean biased) {
    int bp = bAt;
    FloatVector c00 = biased ? bias.load(biasAt) : FloatVector.zero(Lanes.F);
    FloatVector c10 = c00;
    FloatVector c20 = c00;
    FloatVector c30 = c00;
    FloatVector c40 = c00;
    FloatVector c50 = c00;
    for (int y = 0; y < runsY; y++) {
      int shift = y * strideY;
      for (int x = 0; x < runsX; x++) {
        int p0 = a0 + shift;
        int p1 = a1 + shift;
        int p2 = a2 + shift;
        int p3 = a3 + shift;
        int p4 = a4 + shift;
        int p5 = a5 + shift;
        for (int left = run; left > 0; left -= PIECE) {
          int n = Math.min(left, PIECE);
          int k = 0;
          FloatVector b0;
          FloatVector s;
          for (; k + 1 < n; k += 2) {
            b0 = b.load(bp);
            s = a.splat(p0);
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
          for (; k < n; k++) {
            b0 = b.load(bp);
            s = a.splat(p0);
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
            p0++;
            p1++;
            p2++;
            p3++;
            p4++;
            p5++;
            bp += VL;
          }
        }
        shift += strideX;
      }
    }
    int at = cAt;
    c.store(at, c00);
    if (rows > 1) {
      at += ldc;
      c.store(at, c10);
    }
    if (rows > 2) {
      at += ldc;
      c.store(at, c20);
    }
    if (rows > 3) {
      at += ldc;
      c.store(at, c30);
    }
    if (rows > 4) {
      at += ldc;
      c.store(at, c40);
    }
    if (rows > 5) {
      at += ldc;
      c.store(at, c50);
    }
  }
}
