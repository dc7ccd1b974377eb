package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * Products of int16 matrices with exact sums in int32: four rows that lie anywhere times a packed
 * panel of two vectors of columns, whose elements of K lie in pairs. Four rows and not six, so that
 * the machine's sixteen registers hold the products before they are added, too.
 */
public final class GemmI16 {
  /** Rows that are computed at once. */
  public static final int ROWS = 4;

  /** Elements that K has to be a multiple of. */
  public static final int DEPTH = 4;

  private static final int VL = Lanes.F32;
  private static final int I16 = Lanes.I16;

  private GemmI16() {}

  /**
   * C[4, 2·VL] = A[4, K] · B[K, 2·VL] in float32, each sum rounded and multiplied by {@code factor}
   * times the column's scale, plus bias[2·VL]. Scales and bias are packed as B's columns are. The
   * second vector of a row of C lies {@code second} elements after the first and may overlap it;
   * rows from {@code rows} on must repeat the last one before. Each of {@code tiles} such tiles
   * lies {@code step} elements behind the one before in A and four rows in C.
   *
   * @param k a multiple of {@link #DEPTH}
   */
  public static void gemmI16_4x2v(
      Shorts a,
      int a0,
      int a1,
      int a2,
      int a3,
      int step,
      int tiles,
      Shorts b,
      int bAt,
      int k,
      Floats scales,
      int scaleAt,
      float factor,
      Floats bias,
      int biasAt,
      Floats c,
      int cAt,
      int ldc,
      int second,
      int rows) {
    int shift = 0;
    int tileAt = cAt;
    for (int tile = 0; tile < tiles; tile++) {
      IntVector c00 = IntVector.zero(Lanes.I);
      IntVector c01 = c00;
      IntVector c10 = c00;
      IntVector c11 = c00;
      IntVector c20 = c00;
      IntVector c21 = c00;
      IntVector c30 = c00;
      IntVector c31 = c00;
      int p0 = a0 + shift;
      int p1 = a1 + shift;
      int p2 = a2 + shift;
      int p3 = a3 + shift;
      int bp = bAt;
      int left = k;
      for (; left >= 8; left -= 8) {
        ShortVector b0 = b.load(bp);
        ShortVector b1 = b.load(bp + I16);
        ShortVector s = a.splatPair(p0);
        c00 = Simd.dotI16(c00, s, b0);
        c01 = Simd.dotI16(c01, s, b1);
        s = a.splatPair(p1);
        c10 = Simd.dotI16(c10, s, b0);
        c11 = Simd.dotI16(c11, s, b1);
        s = a.splatPair(p2);
        c20 = Simd.dotI16(c20, s, b0);
        c21 = Simd.dotI16(c21, s, b1);
        s = a.splatPair(p3);
        c30 = Simd.dotI16(c30, s, b0);
        c31 = Simd.dotI16(c31, s, b1);
        b0 = b.load(bp + 2 * I16);
        b1 = b.load(bp + 3 * I16);
        s = a.splatPair(p0 + 2);
        c00 = Simd.dotI16(c00, s, b0);
        c01 = Simd.dotI16(c01, s, b1);
        s = a.splatPair(p1 + 2);
        c10 = Simd.dotI16(c10, s, b0);
        c11 = Simd.dotI16(c11, s, b1);
        s = a.splatPair(p2 + 2);
        c20 = Simd.dotI16(c20, s, b0);
        c21 = Simd.dotI16(c21, s, b1);
        s = a.splatPair(p3 + 2);
        c30 = Simd.dotI16(c30, s, b0);
        c31 = Simd.dotI16(c31, s, b1);
        b0 = b.load(bp + 4 * I16);
        b1 = b.load(bp + 5 * I16);
        s = a.splatPair(p0 + 4);
        c00 = Simd.dotI16(c00, s, b0);
        c01 = Simd.dotI16(c01, s, b1);
        s = a.splatPair(p1 + 4);
        c10 = Simd.dotI16(c10, s, b0);
        c11 = Simd.dotI16(c11, s, b1);
        s = a.splatPair(p2 + 4);
        c20 = Simd.dotI16(c20, s, b0);
        c21 = Simd.dotI16(c21, s, b1);
        s = a.splatPair(p3 + 4);
        c30 = Simd.dotI16(c30, s, b0);
        c31 = Simd.dotI16(c31, s, b1);
        b0 = b.load(bp + 6 * I16);
        b1 = b.load(bp + 7 * I16);
        s = a.splatPair(p0 + 6);
        c00 = Simd.dotI16(c00, s, b0);
        c01 = Simd.dotI16(c01, s, b1);
        s = a.splatPair(p1 + 6);
        c10 = Simd.dotI16(c10, s, b0);
        c11 = Simd.dotI16(c11, s, b1);
        s = a.splatPair(p2 + 6);
        c20 = Simd.dotI16(c20, s, b0);
        c21 = Simd.dotI16(c21, s, b1);
        s = a.splatPair(p3 + 6);
        c30 = Simd.dotI16(c30, s, b0);
        c31 = Simd.dotI16(c31, s, b1);
        p0 += 8;
        p1 += 8;
        p2 += 8;
        p3 += 8;
        bp += 8 * I16;
      }
      for (; left > 0; left -= 2) {
        ShortVector b0 = b.load(bp);
        ShortVector b1 = b.load(bp + I16);
        ShortVector s = a.splatPair(p0);
        c00 = Simd.dotI16(c00, s, b0);
        c01 = Simd.dotI16(c01, s, b1);
        s = a.splatPair(p1);
        c10 = Simd.dotI16(c10, s, b0);
        c11 = Simd.dotI16(c11, s, b1);
        s = a.splatPair(p2);
        c20 = Simd.dotI16(c20, s, b0);
        c21 = Simd.dotI16(c21, s, b1);
        s = a.splatPair(p3);
        c30 = Simd.dotI16(c30, s, b0);
        c31 = Simd.dotI16(c31, s, b1);
        p0 += 2;
        p1 += 2;
        p2 += 2;
        p3 += 2;
        bp += 2 * I16;
      }
      FloatVector s0 = scales.load(scaleAt).mul(factor);
      FloatVector s1 = scales.load(scaleAt + VL).mul(factor);
      FloatVector y0 = bias.load(biasAt);
      FloatVector y1 = bias.load(biasAt + VL);
      int at = tileAt;
      c.store(at, Simd.toFloats(c00).mul(s0).add(y0));
      c.store(at + second, Simd.toFloats(c01).mul(s1).add(y1));
      at += rows > 1 ? ldc : 0;
      c.store(at, Simd.toFloats(c10).mul(s0).add(y0));
      c.store(at + second, Simd.toFloats(c11).mul(s1).add(y1));
      at += rows > 2 ? ldc : 0;
      c.store(at, Simd.toFloats(c20).mul(s0).add(y0));
      c.store(at + second, Simd.toFloats(c21).mul(s1).add(y1));
      at += rows > 3 ? ldc : 0;
      c.store(at, Simd.toFloats(c30).mul(s0).add(y0));
      c.store(at + second, Simd.toFloats(c31).mul(s1).add(y1));
      shift += step;
      tileAt += ROWS * ldc;
    }
  }
}
