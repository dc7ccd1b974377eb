package dev.assam.wasm.js;

import org.teavm.interop.NoSideEffects;

/** JavaScript's rounding to 32 bits; the TeaVM plugin puts it after float arithmetic. */
final class Fround {
  private Fround() {}

  /** {@code Math.fround(value)}. */
  @NoSideEffects
  static native float round(float value);
}
