package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * Products with fewer columns than a vector has lanes, as dot products along the rows: four rows of
 * A times three columns of B, which lie together each.
 */
public final class DotF32 {
  /** Rows that are computed at once. */
  public static final int ROWS = 4;

  /** Columns that are computed at once. */
  public static final int COLUMNS = 3;

  private static final int VL = Lanes.F32;

  private DotF32() {}

  /**
   * Puts the sums of lanes of twelve dot products into {@code sums}, a vector each, row by row,
   * without what is left of each run behind its last whole vector. Rows consist of runs as in
   * {@link GemmF32#gemmF32_6x2v}; a column of B is the runs behind each other.
   */
  public static void dotF32_4x3(
      Floats a,
      int a0,
      int a1,
      int a2,
      int a3,
      int runsY,
      int strideY,
      int runsX,
      int strideX,
      int run,
      Floats b,
      int b0,
      int b1,
      int b2,
      Floats sums,
      int sumsAt) {
    FloatVector s00 = FloatVector.zero(Lanes.F);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    int shift = 0;
    int x = 0;
    int start = 0;
    for (int runs = runsY * runsX; runs > 0; runs--) {
      for (int k = 0; k <= run - VL; k += VL) {
        FloatVector q0 = b.load(b0 + start + k);
        FloatVector q1 = b.load(b1 + start + k);
        FloatVector q2 = b.load(b2 + start + k);
        FloatVector p;
        p = a.load(a0 + shift + k);
        s00 = p.fma(q0, s00);
        s01 = p.fma(q1, s01);
        s02 = p.fma(q2, s02);
        p = a.load(a1 + shift + k);
        s10 = p.fma(q0, s10);
        s11 = p.fma(q1, s11);
        s12 = p.fma(q2, s12);
        p = a.load(a2 + shift + k);
        s20 = p.fma(q0, s20);
        s21 = p.fma(q1, s21);
        s22 = p.fma(q2, s22);
        p = a.load(a3 + shift + k);
        s30 = p.fma(q0, s30);
        s31 = p.fma(q1, s31);
        s32 = p.fma(q2, s32);
      }
      start += run;
      shift += strideX;
      x++;
      if (x == runsX) {
        x = 0;
        shift += strideY - runsX * strideX;
      }
    }
    sums.store(sumsAt, s00);
    sums.store(sumsAt + VL, s01);
    sums.store(sumsAt + 2 * VL, s02);
    sums.store(sumsAt + 3 * VL, s10);
    sums.store(sumsAt + 4 * VL, s11);
    sums.store(sumsAt + 5 * VL, s12);
    sums.store(sumsAt + 6 * VL, s20);
    sums.store(sumsAt + 7 * VL, s21);
    sums.store(sumsAt + 8 * VL, s22);
    sums.store(sumsAt + 9 * VL, s30);
    sums.store(sumsAt + 10 * VL, s31);
    sums.store(sumsAt + 11 * VL, s32);
  }

  /** The dot product whose lanes are in {@code sums}, and what is left of its runs. */
  public static float foldF32(
      Floats a,
      int at,
      int runsY,
      int strideY,
      int runsX,
      int strideX,
      int run,
      Floats b,
      int bAt,
      Floats sums,
      int sumsAt) {
    float sum = 0;
    for (int i = 0; i < VL; i++) {
      sum += sums.get(sumsAt + i);
    }
    int whole = run / VL * VL;
    if (whole == run) {
      return sum;
    }
    for (int y = 0; y < runsY; y++) {
      for (int x = 0; x < runsX; x++) {
        int p = at + y * strideY + x * strideX;
        int q = bAt + (y * runsX + x) * run;
        for (int k = whole; k < run; k++) {
          sum += a.get(p + k) * b.get(q + k);
        }
      }
    }
    return sum;
  }
}
