package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * {@link GemmF32Long} with tiles of four rows, for machines whose sixteen registers have to hold
 * products before they are added, too.
 */
public final class GemmF32Narrow {
  /** Rows that are computed at once. */
  public static final int ROWS = 4;

  private static final int VL = Lanes.F32;

  private GemmF32Narrow() {}

  /** As {@link GemmF32Long#gemmF32_6x2v} for tiles of four rows. */
  public static void gemmF32_4x2v(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
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
      if ((flags & GemmF32Long.MORE) != 0) {
        c00 = c.load(at0);
        c01 = c.load(at0 + second);
        c10 = c.load(at1);
        c11 = c.load(at1 + second);
        c20 = c.load(at2);
        c21 = c.load(at2 + second);
        c30 = c.load(at3);
        c31 = c.load(at3 + second);
      }
      int bp = bAt;
      int shift = shiftA;
      int x = 0;
      for (int runs = runsY * runsX; runs > 0; runs--) {
        int p0 = a0 + shift;
        int p1 = a1 + shift;
        int p2 = a2 + shift;
        int p3 = a3 + shift;
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
          p0 += 4;
          p1 += 4;
          p2 += 4;
          p3 += 4;
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
          p0++;
          p1++;
          p2++;
          p3++;
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
      }
      c.store(at0, c00);
      c.store(at0 + second, c01);
      c.store(at1, c10);
      c.store(at1 + second, c11);
      c.store(at2, c20);
      c.store(at2 + second, c21);
      c.store(at3, c30);
      c.store(at3 + second, c31);
      shiftA += step;
      at0 += ROWS * ldc;
    }
  }
}
