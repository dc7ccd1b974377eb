package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Quantisation to numbers of 16 bits whose zero point is 0. */
public final class QuantizeI16 {
  private static final int VL = Lanes.F32;

  private QuantizeI16() {}

  /**
   * y = q − zero, q being x / scale rounded to the nearest, ties to even, plus {@code zero}, held
   * to 0 … 255; scale is not 0.
   */
  public static void centredI16(
      Floats x, int xAt, Shorts y, int yAt, int count, float scale, float zero) {
    FloatVector s = FloatVector.broadcast(Lanes.F, scale);
    FloatVector low = FloatVector.broadcast(Lanes.F, -zero);
    FloatVector high = FloatVector.broadcast(Lanes.F, 255 - zero);
    int i = 0;
    for (; i <= count - 2 * VL; i += 2 * VL) {
      FloatVector p = Simd.nearest(x.load(xAt + i).div(s));
      FloatVector q = Simd.nearest(x.load(xAt + i + VL).div(s));
      IntVector m = Simd.toInts(Simd.pmin(Simd.pmax(p, low), high));
      IntVector n = Simd.toInts(Simd.pmin(Simd.pmax(q, low), high));
      y.store(yAt + i, Simd.narrow(m, n));
    }
    for (; i < count; i++) {
      float q = QuantizeF32.nearest(x.get(xAt + i) / scale);
      y.set(yAt + i, (short) Math.max(-zero, Math.min(255 - zero, q)));
    }
  }
}
