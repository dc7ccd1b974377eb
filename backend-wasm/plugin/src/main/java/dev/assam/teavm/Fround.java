package dev.assam.teavm;

import org.teavm.interop.NoSideEffects;

/** JavaScript's rounding to 32 bits, which {@link FloatRounding} puts after float arithmetic. */
final class Fround {
  private Fround() {}

  /** {@code Math.fround(value)}. */
  @NoSideEffects
  static native float round(float value);
}
