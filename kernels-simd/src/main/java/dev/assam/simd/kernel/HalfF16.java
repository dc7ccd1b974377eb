package dev.assam.simd.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** float16 numbers, which lie in memory as shorts, to float32 and back. */
public final class HalfF16 {
  private static final int VL = Lanes.F32;

  /** Half of what no longer rounds to a finite number, so that twice it is out of range. */
  private static final float TOO_LARGE = 65520f;

  private static final float SMALLEST_NORMAL = 0x1p-14f;

  private HalfF16() {}

  /** y = x, exactly; n elements. */
  public static void widen(Shorts x, int xAt, Floats y, int yAt, int n) {
    int i = 0;
    for (; i <= n - VL; i += VL) {
      y.store(yAt + i, widen(x.loadU32(xAt + i)));
    }
    for (; i < n; i++) {
      y.set(yAt + i, widen(x.get(xAt + i) & 0xFFFF));
    }
  }

  /** Exponents of normal numbers move by multiplication, which makes denormal ones normal, too. */
  private static FloatVector widen(IntVector bits) {
    IntVector magnitude = bits.and(0x7FFF);
    FloatVector value = magnitude.lanewise(LSHL, 13).reinterpretAsFloats().mul(0x1p112f);
    IntVector special = magnitude.lanewise(LSHL, 13).or(0x7F800000);
    IntVector all = value.reinterpretAsInts().blend(special, magnitude.compare(GE, 0x7C00));
    return all.or(bits.and(0x8000).lanewise(LSHL, 16)).reinterpretAsFloats();
  }

  private static float widen(int bits) {
    int magnitude = bits & 0x7FFF;
    int all =
        magnitude >= 0x7C00
            ? magnitude << 13 | 0x7F800000
            : Float.floatToRawIntBits(Float.intBitsToFloat(magnitude << 13) * 0x1p112f);
    return Float.intBitsToFloat(all | (bits & 0x8000) << 16);
  }

  /** y = x, each the nearest number of float16, ties to even; n elements, and y may be x. */
  public static void round(Floats x, int xAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += VL) {
      y.store(yAt + i, round(x.load(xAt + i)));
    }
  }

  private static FloatVector round(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    IntVector sign = bits.and(0x80000000);
    FloatVector a = x.abs();
    IntVector m = a.reinterpretAsInts();
    IntVector odd = m.lanewise(LSHR, 13).and(1);
    FloatVector normal = m.add(0xFFF).add(odd).and(0xFFFFE000).reinterpretAsFloats();
    FloatVector small = a.add(0.5f).sub(0.5f);
    FloatVector y = normal.blend(small, a.compare(LT, SMALLEST_NORMAL));
    y = y.blend(Float.POSITIVE_INFINITY, a.compare(GE, TOO_LARGE));
    y = y.blend(a, a.compare(NE, a));
    return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
  }

  /** y = x as float16, rounded to the nearest, ties to even; n elements. */
  public static void narrow(Floats x, int xAt, Shorts y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y.set(yAt + i, (short) narrow(x.get(xAt + i)));
    }
  }

  private static int narrow(float x) {
    int bits = Float.floatToRawIntBits(x);
    int sign = bits >>> 16 & 0x8000;
    int m = bits & 0x7FFFFFFF;
    if (m >= 0x7F800000) {
      return sign | (m > 0x7F800000 ? 0x7E00 : 0x7C00);
    }
    float a = Float.intBitsToFloat(m);
    if (a >= TOO_LARGE) {
      return sign | 0x7C00;
    }
    if (a < SMALLEST_NORMAL) {
      return sign | Float.floatToRawIntBits(a + 0.5f) - 0x3F000000;
    }
    return sign | m + 0xFFF + (m >>> 13 & 1) - 0x38000000 >>> 13;
  }
}
