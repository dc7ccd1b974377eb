package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import jdk.incubator.vector.FloatVector;

/** Quantisation whose result stays in float32. */
public final class QuantizeF32 {
  private static final int VL = Lanes.F32;

  private QuantizeF32() {}

  /**
   * y = (q − zero) · scale, q being x / scale rounded to the nearest, ties to even, plus {@code
   * zero}, held to 0 … 255; scale is not 0.
   */
  public static void roundedF32(
      Floats x, int xAt, Floats y, int yAt, int count, float scale, float zero) {
    FloatVector s = FloatVector.broadcast(Lanes.F, scale);
    FloatVector z = FloatVector.broadcast(Lanes.F, zero);
    FloatVector low = FloatVector.zero(Lanes.F);
    FloatVector high = FloatVector.broadcast(Lanes.F, 255f);
    int i = 0;
    for (; i <= count - VL; i += VL) {
      FloatVector q = Simd.nearest(x.load(xAt + i).div(s)).add(z);
      y.store(yAt + i, Simd.pmin(Simd.pmax(q, low), high).sub(z).mul(s));
    }
    for (; i < count; i++) {
      float q = nearest(x.get(xAt + i) / scale) + zero;
      y.set(yAt + i, (Math.max(0, Math.min(255, q)) - zero) * scale);
    }
  }

  /**
   * y = x / scale rounded to the nearest, ties to even, plus {@code zero}, held to 0 … 255; all of
   * it {@code zero} if scale is 0.
   */
  public static void bytesI32(
      Floats x, int xAt, Ints y, int yAt, int count, float scale, float zero) {
    FloatVector s = FloatVector.broadcast(Lanes.F, scale);
    FloatVector z = FloatVector.broadcast(Lanes.F, zero);
    FloatVector low = FloatVector.zero(Lanes.F);
    FloatVector high = FloatVector.broadcast(Lanes.F, 255f);
    int i = 0;
    for (; i <= count - VL && scale != 0; i += VL) {
      FloatVector q = Simd.nearest(x.load(xAt + i).div(s)).add(z);
      y.store(yAt + i, Simd.toInts(Simd.pmin(Simd.pmax(q, low), high)));
    }
    for (; i < count; i++) {
      float q = scale == 0 ? zero : nearest(x.get(xAt + i) / scale) + zero;
      y.set(yAt + i, (int) Math.max(0, Math.min(255, q)));
    }
  }

  /** The nearest whole number, ties to even, of one that is far from the bounds of ints. */
  public static float nearest(float x) {
    float floor = (float) Math.floor(x);
    float rest = x - floor;
    boolean up = rest > 0.5f || rest == 0.5f && ((int) floor & 1) != 0;
    return up ? floor + 1 : floor;
  }
}
