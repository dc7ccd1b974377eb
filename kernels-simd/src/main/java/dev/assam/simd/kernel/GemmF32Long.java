package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * {@link GemmF32} for compilers that take methods of any length, WebAssembly's: K goes in steps of
 * several elements to an address, the odd ones included, and what precedes and follows is done
 * while sums are in registers.
 */
public final class GemmF32Long {
  /**
   * Flag beside those of {@link GemmFinish}: sums begin with what lies in C instead of the bias.
   */
  public static final int MORE = 4;

  private static final int ROWS = GemmF32.ROWS;
  private static final int VL = Lanes.F32;

  private GemmF32Long() {}

  /**
   * As {@link GemmF32#gemmF32_6x2v}, for {@code tiles} tiles of which each one lies {@code step}
   * elements behind the one before in A and six rows in C. Then what lies in {@code rest} at the
   * same offsets is added, and the result is brought between {@code lo} and {@code hi}, by flags.
   */
  public static void gemmF32_6x2v(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int step,
      int tiles,
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
      Floats rest,
      int flags,
      float lo,
      float hi) {
    int shiftA = 0;
    int at0 = cAt;
    for (int tile = 0; tile < tiles; tile++) {
      int at1 = at0 + (rows > 1 ? ldc : 0);
      int at2 = at1 + (rows > 2 ? ldc : 0);
      int at3 = at2 + (rows > 3 ? ldc : 0);
      int at4 = at3 + (rows > 4 ? ldc : 0);
      int at5 = at4 + (rows > 5 ? ldc : 0);
      FloatVector b0 = bias.load(biasAt);
      FloatVector b1 = bias.load(biasAt + VL);
      FloatVector c00 = b0;
      FloatVector c01 = b1;
      FloatVector c10 = b0;
      FloatVector c11 = b1;
      FloatVector c20 = b0;
      FloatVector c21 = b1;
      FloatVector c30 = b0;
      FloatVector c31 = b1;
      FloatVector c40 = b0;
      FloatVector c41 = b1;
      FloatVector c50 = b0;
      FloatVector c51 = b1;
      if ((flags & MORE) != 0) {
        c00 = c.load(at0);
        c01 = c.load(at0 + second);
        c10 = c.load(at1);
        c11 = c.load(at1 + second);
        c20 = c.load(at2);
        c21 = c.load(at2 + second);
        c30 = c.load(at3);
        c31 = c.load(at3 + second);
        c40 = c.load(at4);
        c41 = c.load(at4 + second);
        c50 = c.load(at5);
        c51 = c.load(at5 + second);
      }
      int bp = bAt;
      int shift = shiftA;
      int x = 0;
      for (int runs = runsY * runsX; runs > 0; runs--) {
        int p0 = a0 + shift;
        int p1 = a1 + shift;
        int p2 = a2 + shift;
        int p3 = a3 + shift;
        int p4 = a4 + shift;
        int p5 = a5 + shift;
        int k = run;
        for (; k >= 4; k -= 4) {
          b0 = b.load(bp);
          b1 = b.load(bp + VL);
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
          b0 = b.load(bp + 4 * VL);
          b1 = b.load(bp + 5 * VL);
          s = a.splat(p0 + 2);
          c00 = s.fma(b0, c00);
          c01 = s.fma(b1, c01);
          s = a.splat(p1 + 2);
          c10 = s.fma(b0, c10);
          c11 = s.fma(b1, c11);
          s = a.splat(p2 + 2);
          c20 = s.fma(b0, c20);
          c21 = s.fma(b1, c21);
          s = a.splat(p3 + 2);
          c30 = s.fma(b0, c30);
          c31 = s.fma(b1, c31);
          s = a.splat(p4 + 2);
          c40 = s.fma(b0, c40);
          c41 = s.fma(b1, c41);
          s = a.splat(p5 + 2);
          c50 = s.fma(b0, c50);
          c51 = s.fma(b1, c51);
          b0 = b.load(bp + 6 * VL);
          b1 = b.load(bp + 7 * VL);
          s = a.splat(p0 + 3);
          c00 = s.fma(b0, c00);
          c01 = s.fma(b1, c01);
          s = a.splat(p1 + 3);
          c10 = s.fma(b0, c10);
          c11 = s.fma(b1, c11);
          s = a.splat(p2 + 3);
          c20 = s.fma(b0, c20);
          c21 = s.fma(b1, c21);
          s = a.splat(p3 + 3);
          c30 = s.fma(b0, c30);
          c31 = s.fma(b1, c31);
          s = a.splat(p4 + 3);
          c40 = s.fma(b0, c40);
          c41 = s.fma(b1, c41);
          s = a.splat(p5 + 3);
          c50 = s.fma(b0, c50);
          c51 = s.fma(b1, c51);
          p0 += 4;
          p1 += 4;
          p2 += 4;
          p3 += 4;
          p4 += 4;
          p5 += 4;
          bp += 8 * VL;
        }
        for (; k > 0; k--) {
          b0 = b.load(bp);
          b1 = b.load(bp + VL);
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
          p0++;
          p1++;
          p2++;
          p3++;
          p4++;
          p5++;
          bp += 2 * VL;
        }
        shift += strideX;
        x++;
        if (x == runsX) {
          x = 0;
          shift += strideY - runsX * strideX;
        }
      }
      if ((flags & GemmFinish.REST) != 0) {
        c00 = c00.add(rest.load(at0));
        c01 = c01.add(rest.load(at0 + second));
        c10 = c10.add(rest.load(at1));
        c11 = c11.add(rest.load(at1 + second));
        c20 = c20.add(rest.load(at2));
        c21 = c21.add(rest.load(at2 + second));
        c30 = c30.add(rest.load(at3));
        c31 = c31.add(rest.load(at3 + second));
        c40 = c40.add(rest.load(at4));
        c41 = c41.add(rest.load(at4 + second));
        c50 = c50.add(rest.load(at5));
        c51 = c51.add(rest.load(at5 + second));
      }
      if ((flags & GemmFinish.CLAMP) != 0) {
        FloatVector low = FloatVector.broadcast(Lanes.F, lo);
        FloatVector high = FloatVector.broadcast(Lanes.F, hi);
        c00 = Simd.pmin(Simd.pmax(c00, low), high);
        c01 = Simd.pmin(Simd.pmax(c01, low), high);
        c10 = Simd.pmin(Simd.pmax(c10, low), high);
        c11 = Simd.pmin(Simd.pmax(c11, low), high);
        c20 = Simd.pmin(Simd.pmax(c20, low), high);
        c21 = Simd.pmin(Simd.pmax(c21, low), high);
        c30 = Simd.pmin(Simd.pmax(c30, low), high);
        c31 = Simd.pmin(Simd.pmax(c31, low), high);
        c40 = Simd.pmin(Simd.pmax(c40, low), high);
        c41 = Simd.pmin(Simd.pmax(c41, low), high);
        c50 = Simd.pmin(Simd.pmax(c50, low), high);
        c51 = Simd.pmin(Simd.pmax(c51, low), high);
      }
      c.store(at0, c00);
      c.store(at0 + second, c01);
      c.store(at1, c10);
      c.store(at1 + second, c11);
      c.store(at2, c20);
      c.store(at2 + second, c21);
      c.store(at3, c30);
      c.store(at3 + second, c31);
      c.store(at4, c40);
      c.store(at4 + second, c41);
      c.store(at5, c50);
      c.store(at5 + second, c51);
      shiftA += step;
      at0 += ROWS * ldc;
    }
  }

  /** As {@link #gemmF32_6x2v} for one vector of columns. */
  public static void gemmF32_6x1v(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int step,
      int tiles,
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
      Floats rest,
      int flags,
      float lo,
      float hi) {
    int shiftA = 0;
    int at0 = cAt;
    for (int tile = 0; tile < tiles; tile++) {
      int at1 = at0 + (rows > 1 ? ldc : 0);
      int at2 = at1 + (rows > 2 ? ldc : 0);
      int at3 = at2 + (rows > 3 ? ldc : 0);
      int at4 = at3 + (rows > 4 ? ldc : 0);
      int at5 = at4 + (rows > 5 ? ldc : 0);
      FloatVector b0 = bias.load(biasAt);
      FloatVector c00 = b0;
      FloatVector c10 = b0;
      FloatVector c20 = b0;
      FloatVector c30 = b0;
      FloatVector c40 = b0;
      FloatVector c50 = b0;
      if ((flags & MORE) != 0) {
        c00 = c.load(at0);
        c10 = c.load(at1);
        c20 = c.load(at2);
        c30 = c.load(at3);
        c40 = c.load(at4);
        c50 = c.load(at5);
      }
      int bp = bAt;
      int shift = shiftA;
      int x = 0;
      for (int runs = runsY * runsX; runs > 0; runs--) {
        int p0 = a0 + shift;
        int p1 = a1 + shift;
        int p2 = a2 + shift;
        int p3 = a3 + shift;
        int p4 = a4 + shift;
        int p5 = a5 + shift;
        int k = run;
        for (; k >= 4; k -= 4) {
          b0 = b.load(bp);
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
          b0 = b.load(bp + 2 * VL);
          s = a.splat(p0 + 2);
          c00 = s.fma(b0, c00);
          s = a.splat(p1 + 2);
          c10 = s.fma(b0, c10);
          s = a.splat(p2 + 2);
          c20 = s.fma(b0, c20);
          s = a.splat(p3 + 2);
          c30 = s.fma(b0, c30);
          s = a.splat(p4 + 2);
          c40 = s.fma(b0, c40);
          s = a.splat(p5 + 2);
          c50 = s.fma(b0, c50);
          b0 = b.load(bp + 3 * VL);
          s = a.splat(p0 + 3);
          c00 = s.fma(b0, c00);
          s = a.splat(p1 + 3);
          c10 = s.fma(b0, c10);
          s = a.splat(p2 + 3);
          c20 = s.fma(b0, c20);
          s = a.splat(p3 + 3);
          c30 = s.fma(b0, c30);
          s = a.splat(p4 + 3);
          c40 = s.fma(b0, c40);
          s = a.splat(p5 + 3);
          c50 = s.fma(b0, c50);
          p0 += 4;
          p1 += 4;
          p2 += 4;
          p3 += 4;
          p4 += 4;
          p5 += 4;
          bp += 4 * VL;
        }
        for (; k > 0; k--) {
          b0 = b.load(bp);
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
          p0++;
          p1++;
          p2++;
          p3++;
          p4++;
          p5++;
          bp += VL;
        }
        shift += strideX;
        x++;
        if (x == runsX) {
          x = 0;
          shift += strideY - runsX * strideX;
        }
      }
      if ((flags & GemmFinish.REST) != 0) {
        c00 = c00.add(rest.load(at0));
        c10 = c10.add(rest.load(at1));
        c20 = c20.add(rest.load(at2));
        c30 = c30.add(rest.load(at3));
        c40 = c40.add(rest.load(at4));
        c50 = c50.add(rest.load(at5));
      }
      if ((flags & GemmFinish.CLAMP) != 0) {
        FloatVector low = FloatVector.broadcast(Lanes.F, lo);
        FloatVector high = FloatVector.broadcast(Lanes.F, hi);
        c00 = Simd.pmin(Simd.pmax(c00, low), high);
        c10 = Simd.pmin(Simd.pmax(c10, low), high);
        c20 = Simd.pmin(Simd.pmax(c20, low), high);
        c30 = Simd.pmin(Simd.pmax(c30, low), high);
        c40 = Simd.pmin(Simd.pmax(c40, low), high);
        c50 = Simd.pmin(Simd.pmax(c50, low), high);
      }
      c.store(at0, c00);
      c.store(at1, c10);
      c.store(at2, c20);
      c.store(at3, c30);
      c.store(at4, c40);
      c.store(at5, c50);
      shiftA += step;
      at0 += ROWS * ldc;
    }
  }
}
