package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/** What recurrent cells are made of: products of one or two rows, and small functions in place. */
public final class RecurrentF32 {
  private static final int VL = Lanes.F32;

  /** Columns of a packed panel, row by row behind each other. */
  public static final int PANEL = 4 * VL;

  private RecurrentF32() {}

  /** y[PANEL] = start[PANEL] + a[k] · b[k, PANEL], b packed. */
  public static void productF32_1x4v(
      Floats a, int aAt, int k, Floats b, int bAt, Floats start, int startAt, Floats y, int yAt) {
    FloatVector s0 = start.load(startAt);
    FloatVector s1 = start.load(startAt + VL);
    FloatVector s2 = start.load(startAt + 2 * VL);
    FloatVector s3 = start.load(startAt + 3 * VL);
    int bp = bAt;
    for (int i = 0; i < k; i++) {
      FloatVector x = a.splat(aAt + i);
      s0 = x.fma(b.load(bp), s0);
      s1 = x.fma(b.load(bp + VL), s1);
      s2 = x.fma(b.load(bp + 2 * VL), s2);
      s3 = x.fma(b.load(bp + 3 * VL), s3);
      bp += PANEL;
    }
    y.store(yAt, s0);
    y.store(yAt + VL, s1);
    y.store(yAt + 2 * VL, s2);
    y.store(yAt + 3 * VL, s3);
  }

  /** Two rows as {@link #productF32_1x4v}; those of a, start and y lie strides apart. */
  public static void productF32_2x4v(
      Floats a,
      int aAt,
      int lda,
      int k,
      Floats b,
      int bAt,
      Floats start,
      int startAt,
      int startStride,
      Floats y,
      int yAt,
      int ldy) {
    FloatVector s0 = start.load(startAt);
    FloatVector s1 = start.load(startAt + VL);
    FloatVector s2 = start.load(startAt + 2 * VL);
    FloatVector s3 = start.load(startAt + 3 * VL);
    int next = startAt + startStride;
    FloatVector t0 = start.load(next);
    FloatVector t1 = start.load(next + VL);
    FloatVector t2 = start.load(next + 2 * VL);
    FloatVector t3 = start.load(next + 3 * VL);
    int bp = bAt;
    for (int i = 0; i < k; i++) {
      FloatVector b0 = b.load(bp);
      FloatVector b1 = b.load(bp + VL);
      FloatVector b2 = b.load(bp + 2 * VL);
      FloatVector b3 = b.load(bp + 3 * VL);
      FloatVector x = a.splat(aAt + i);
      s0 = x.fma(b0, s0);
      s1 = x.fma(b1, s1);
      s2 = x.fma(b2, s2);
      s3 = x.fma(b3, s3);
      x = a.splat(aAt + lda + i);
      t0 = x.fma(b0, t0);
      t1 = x.fma(b1, t1);
      t2 = x.fma(b2, t2);
      t3 = x.fma(b3, t3);
      bp += PANEL;
    }
    y.store(yAt, s0);
    y.store(yAt + VL, s1);
    y.store(yAt + 2 * VL, s2);
    y.store(yAt + 3 * VL, s3);
    int row = yAt + ldy;
    y.store(row, t0);
    y.store(row + VL, t1);
    y.store(row + 2 * VL, t2);
    y.store(row + 3 * VL, t3);
  }

  /** x = x · scale + shift, brought between {@code lo} and {@code hi}; n vectors' elements. */
  public static void linear(Floats x, int at, int n, float scale, float shift, float lo, float hi) {
    FloatVector low = FloatVector.broadcast(Lanes.F, lo);
    FloatVector high = FloatVector.broadcast(Lanes.F, hi);
    FloatVector s = FloatVector.broadcast(Lanes.F, scale);
    FloatVector t = FloatVector.broadcast(Lanes.F, shift);
    for (int i = 0; i < n; i += VL) {
      FloatVector v = x.load(at + i).fma(s, t);
      x.store(at + i, Simd.pmin(Simd.pmax(v, low), high));
    }
  }

  /** x += a · b. */
  public static void addProduct(Floats x, int at, Floats a, int aAt, Floats b, int bAt, int n) {
    for (int i = 0; i < n; i += VL) {
      x.store(at + i, a.load(aAt + i).fma(b.load(bAt + i), x.load(at + i)));
    }
  }

  /** x = 1 − a. */
  public static void complement(Floats x, int at, Floats a, int aAt, int n) {
    FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
    for (int i = 0; i < n; i += VL) {
      x.store(at + i, one.sub(a.load(aAt + i)));
    }
  }

  /** x = x · a + b · c. */
  public static void combine(
      Floats x, int at, Floats a, int aAt, Floats b, int bAt, Floats c, int cAt, int n) {
    for (int i = 0; i < n; i += VL) {
      FloatVector kept = x.load(at + i).mul(a.load(aAt + i));
      x.store(at + i, b.load(bAt + i).fma(c.load(cAt + i), kept));
    }
  }

  /** x = a + z · (x − a). */
  public static void blend(Floats x, int at, Floats a, int aAt, Floats z, int zAt, int n) {
    for (int i = 0; i < n; i += VL) {
      FloatVector next = a.load(aAt + i);
      x.store(at + i, x.load(at + i).sub(next).fma(z.load(zAt + i), next));
    }
  }
}
