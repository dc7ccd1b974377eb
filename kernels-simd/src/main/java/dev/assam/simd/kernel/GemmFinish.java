package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/** What follows a product while its tile is in the L1 cache: a residual added, a clamp. */
public final class GemmFinish {
  /** Flag: what lies at the same place of {@code rest} is added. */
  public static final int REST = 1;

  /** Flag: the result is brought between {@code lo} and {@code hi}; NaN stays. */
  public static final int CLAMP = 2;

  private static final int VL = Lanes.F32;

  private GemmFinish() {}

  /**
   * Finishes {@code rows} rows of two vectors of C, {@code second} elements apart, in place; the
   * residual lies in {@code rest} at the same offsets.
   */
  public static void finishF32_2v(
      Floats c,
      int cAt,
      int ldc,
      int second,
      int rows,
      Floats rest,
      int flags,
      float lo,
      float hi) {
    FloatVector low = FloatVector.broadcast(Lanes.F, lo);
    FloatVector high = FloatVector.broadcast(Lanes.F, hi);
    boolean adds = (flags & REST) != 0;
    boolean clamps = (flags & CLAMP) != 0;
    int at = cAt;
    for (int r = 0; r < rows; r++) {
      FloatVector x = c.load(at);
      FloatVector y = c.load(at + second);
      if (adds) {
        x = x.add(rest.load(at));
        y = y.add(rest.load(at + second));
      }
      if (clamps) {
        x = Simd.pmin(Simd.pmax(x, low), high);
        y = Simd.pmin(Simd.pmax(y, low), high);
      }
      c.store(at, x);
      c.store(at + second, y);
      at += ldc;
    }
  }

  /** As {@link #finishF32_2v} for one vector a row. */
  public static void finishF32_1v(
      Floats c, int cAt, int ldc, int rows, Floats rest, int flags, float lo, float hi) {
    FloatVector low = FloatVector.broadcast(Lanes.F, lo);
    FloatVector high = FloatVector.broadcast(Lanes.F, hi);
    boolean adds = (flags & REST) != 0;
    boolean clamps = (flags & CLAMP) != 0;
    int at = cAt;
    for (int r = 0; r < rows; r++) {
      FloatVector x = c.load(at);
      if (adds) {
        x = x.add(rest.load(at));
      }
      if (clamps) {
        x = Simd.pmin(Simd.pmax(x, low), high);
      }
      c.store(at, x);
      at += ldc;
    }
  }

  /** As {@link #finishF32_2v} for {@code count} elements that lie together. */
  public static void finishF32_line(
      Floats c, int cAt, int count, Floats rest, int flags, float lo, float hi) {
    FloatVector low = FloatVector.broadcast(Lanes.F, lo);
    FloatVector high = FloatVector.broadcast(Lanes.F, hi);
    boolean adds = (flags & REST) != 0;
    boolean clamps = (flags & CLAMP) != 0;
    int i = 0;
    for (; i <= count - VL; i += VL) {
      FloatVector x = c.load(cAt + i);
      if (adds) {
        x = x.add(rest.load(cAt + i));
      }
      if (clamps) {
        x = Simd.pmin(Simd.pmax(x, low), high);
      }
      c.store(cAt + i, x);
    }
    for (; i < count; i++) {
      c.set(cAt + i, finished(c.get(cAt + i), rest, cAt + i, flags, lo, hi));
    }
  }

  private static float finished(float y, Floats rest, int at, int flags, float lo, float hi) {
    float x = y;
    if ((flags & REST) != 0) {
      x += rest.get(at);
    }
    if ((flags & CLAMP) != 0) {
      x = x < lo ? lo : x;
      x = x > hi ? hi : x;
    }
    return x;
  }

  /** As {@link #finishF32_2v} for rows of any width, from {@code from} (rows of VL) to C. */
  public static void finishF32_narrow(
      Floats from,
      int fromAt,
      Floats c,
      int cAt,
      int ldc,
      int width,
      int rows,
      Floats rest,
      int flags,
      float lo,
      float hi) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < width; j++) {
        int at = cAt + r * ldc + j;
        c.set(at, finished(from.get(fromAt + r * VL + j), rest, at, flags, lo, hi));
      }
    }
  }
}
