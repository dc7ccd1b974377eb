package dev.assam.teavm;

/** Java's conversions to integers, which {@link CastSaturation} calls in the JavaScript build. */
final class Casts {
  private Casts() {}

  static int toInt(double x) {
    if (x >= Integer.MAX_VALUE) {
      return Integer.MAX_VALUE;
    }
    if (x > Integer.MIN_VALUE) {
      return (int) x;
    }
    return Double.isNaN(x) ? 0 : Integer.MIN_VALUE;
  }

  static long toLong(double x) {
    if (x >= 0x1p63) {
      return Long.MAX_VALUE;
    }
    if (x > -0x1p63) {
      return (long) x;
    }
    return Double.isNaN(x) ? 0 : Long.MIN_VALUE;
  }
}
