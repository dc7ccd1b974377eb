package dev.assam.simd.kernel;

import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Exact sums in int32 of products of numbers of 16 bits: four rows that lie anywhere times a packed
 * panel of two vectors of columns. In a panel two elements of K lie beside each other where the
 * machine multiplies pairs ({@link Lanes#DOTS_I16}), else row follows row.
 */
public final class IntGemm {
  /** Rows that are computed at once. */
  public static final int ROWS = 4;

  /** Columns of a panel. */
  public static final int PANEL = 2 * Lanes.F32;

  /** Elements that K has to be a multiple of. */
  public static final int DEPTH = 4;

  private static final int VL = Lanes.F32;
  private static final int I16 = Lanes.I16;

  private IntGemm() {}

  /** Where in a packed panel row {@code k} of column {@code column} lies. */
  public static int packedAt(int k, int column) {
    return Lanes.DOTS_I16
        ? k / 2 * 2 * PANEL + column / VL * 2 * VL + 2 * (column % VL) + k % 2
        : k * PANEL + column;
  }

  /** C[4, PANEL] = A[4, k] · B[k, PANEL]; k is a multiple of {@link #DEPTH}. */
  public static void sumsI32_4x2v(
      Shorts a,
      int a0,
      int a1,
      int a2,
      int a3,
      Shorts b,
      int bAt,
      int k,
      Ints c,
      int cAt,
      int ldc) {
    if (Lanes.DOTS_I16) {
      pairsI32_4x2v(a, a0, a1, a2, a3, b, bAt, k, c, cAt, ldc);
    } else {
      rowsI32_4x2v(a, a0, a1, a2, a3, b, bAt, k, c, cAt, ldc);
    }
  }

  private static void pairsI32_4x2v(
      Shorts a,
      int a0,
      int a1,
      int a2,
      int a3,
      Shorts b,
      int bAt,
      int k,
      Ints c,
      int cAt,
      int ldc) {
    IntVector c00 = IntVector.zero(Lanes.I);
    IntVector c01 = c00;
    IntVector c10 = c00;
    IntVector c11 = c00;
    IntVector c20 = c00;
    IntVector c21 = c00;
    IntVector c30 = c00;
    IntVector c31 = c00;
    int bp = bAt;
    for (int i = 0; i < k; i += DEPTH) {
      ShortVector b0 = b.load(bp);
      ShortVector b1 = b.load(bp + I16);
      ShortVector s = a.splatPair(a0 + i);
      c00 = Simd.dotI16(c00, s, b0);
      c01 = Simd.dotI16(c01, s, b1);
      s = a.splatPair(a1 + i);
      c10 = Simd.dotI16(c10, s, b0);
      c11 = Simd.dotI16(c11, s, b1);
      s = a.splatPair(a2 + i);
      c20 = Simd.dotI16(c20, s, b0);
      c21 = Simd.dotI16(c21, s, b1);
      s = a.splatPair(a3 + i);
      c30 = Simd.dotI16(c30, s, b0);
      c31 = Simd.dotI16(c31, s, b1);
      b0 = b.load(bp + 2 * I16);
      b1 = b.load(bp + 3 * I16);
      s = a.splatPair(a0 + i + 2);
      c00 = Simd.dotI16(c00, s, b0);
      c01 = Simd.dotI16(c01, s, b1);
      s = a.splatPair(a1 + i + 2);
      c10 = Simd.dotI16(c10, s, b0);
      c11 = Simd.dotI16(c11, s, b1);
      s = a.splatPair(a2 + i + 2);
      c20 = Simd.dotI16(c20, s, b0);
      c21 = Simd.dotI16(c21, s, b1);
      s = a.splatPair(a3 + i + 2);
      c30 = Simd.dotI16(c30, s, b0);
      c31 = Simd.dotI16(c31, s, b1);
      bp += 4 * I16;
    }
    c.store(cAt, c00);
    c.store(cAt + VL, c01);
    c.store(cAt + ldc, c10);
    c.store(cAt + ldc + VL, c11);
    c.store(cAt + 2 * ldc, c20);
    c.store(cAt + 2 * ldc + VL, c21);
    c.store(cAt + 3 * ldc, c30);
    c.store(cAt + 3 * ldc + VL, c31);
  }

  private static void rowsI32_4x2v(
      Shorts a,
      int a0,
      int a1,
      int a2,
      int a3,
      Shorts b,
      int bAt,
      int k,
      Ints c,
      int cAt,
      int ldc) {
    IntVector c00 = IntVector.zero(Lanes.I);
    IntVector c01 = c00;
    IntVector c10 = c00;
    IntVector c11 = c00;
    IntVector c20 = c00;
    IntVector c21 = c00;
    IntVector c30 = c00;
    IntVector c31 = c00;
    int bp = bAt;
    for (int i = 0; i < k; i++) {
      IntVector b0 = b.loadS32(bp);
      IntVector b1 = b.loadS32(bp + VL);
      int s = a.get(a0 + i);
      c00 = c00.add(b0.mul(s));
      c01 = c01.add(b1.mul(s));
      s = a.get(a1 + i);
      c10 = c10.add(b0.mul(s));
      c11 = c11.add(b1.mul(s));
      s = a.get(a2 + i);
      c20 = c20.add(b0.mul(s));
      c21 = c21.add(b1.mul(s));
      s = a.get(a3 + i);
      c30 = c30.add(b0.mul(s));
      c31 = c31.add(b1.mul(s));
      bp += PANEL;
    }
    c.store(cAt, c00);
    c.store(cAt + VL, c01);
    c.store(cAt + ldc, c10);
    c.store(cAt + ldc + VL, c11);
    c.store(cAt + 2 * ldc, c20);
    c.store(cAt + 2 * ldc + VL, c21);
    c.store(cAt + 3 * ldc, c30);
    c.store(cAt + 3 * ldc + VL, c31);
  }

  /**
   * One pixel of a depthwise convolution: c[channel] = Σ a · b over taps that lie strides apart,
   * for whole vectors of channels; b is [tap][channels].
   */
  public static void depthwiseI32(
      Shorts a,
      int aAt,
      int tapsY,
      int strideY,
      int tapsX,
      int strideX,
      Shorts b,
      int channels,
      Ints c,
      int cAt) {
    for (int ch = 0; ch < channels; ch += VL) {
      IntVector sum = IntVector.zero(Lanes.I);
      int bp = ch;
      for (int y = 0; y < tapsY; y++) {
        int p = aAt + y * strideY + ch;
        for (int x = 0; x < tapsX; x++) {
          sum = sum.add(a.loadS32(p).mul(b.loadS32(bp)));
          p += strideX;
          bp += channels;
        }
      }
      c.store(cAt + ch, sum);
    }
  }
}
