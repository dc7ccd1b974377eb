package dev.assam.simd.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.S2B;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** What {@link Simd} is made of on the JVM; WebAssembly never sees this class. */
final class SimdParts {
  /** From here on every float is a whole number. */
  static final float WHOLE = 0x1p23f;

  private static final int SIGN = 0x80000000;

  private SimdParts() {}

  static FloatVector whole(FloatVector x) {
    return (FloatVector) x.convert(F2I, 0).convert(I2F, 0);
  }

  /** {@code rounded} with the sign of {@code x}, or {@code x} where it has no fraction. */
  static FloatVector keepWhole(FloatVector rounded, FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(SIGN);
    FloatVector signed = rounded.abs().reinterpretAsInts().or(sign).reinterpretAsFloats();
    return x.blend(signed, x.abs().compare(LT, WHOLE));
  }

  static ShortVector low(ShortVector x) {
    return x.lanewise(LSHL, 8).lanewise(ASHR, 8);
  }

  static IntVector low(IntVector x) {
    return x.lanewise(LSHL, 16).lanewise(ASHR, 16);
  }

  static ByteVector join(ShortVector low, ShortVector high) {
    ByteVector first = (ByteVector) low.convertShape(S2B, Lanes.B, 0);
    return first.or(high.convertShape(S2B, Lanes.B, -1));
  }

  static ShortVector join(IntVector low, IntVector high) {
    ShortVector first = (ShortVector) low.convertShape(I2S, Lanes.S, 0);
    return first.or(high.convertShape(I2S, Lanes.S, -1));
  }
}
