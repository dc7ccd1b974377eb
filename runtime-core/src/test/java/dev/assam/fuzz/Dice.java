package dev.assam.fuzz;

import java.util.List;
import java.util.Random;

/** Random choices, and the numbers at which things break. */
final class Dice {
  private static final long[] INTEGERS = {
    0,
    0,
    0,
    1,
    1,
    -1,
    -1,
    -2,
    2,
    3,
    4,
    5,
    7,
    8,
    9,
    16,
    31,
    32,
    33,
    63,
    64,
    65,
    127,
    128,
    255,
    256,
    1000,
    4096,
    32767,
    32768,
    65535,
    65536,
    1 << 20,
    1 << 24,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE + 1L,
    1L << 32,
    (1L << 32) + 1,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1000,
  };
  private static final float[] FLOATS = {
    0,
    -0f,
    1,
    -1,
    0.5f,
    2,
    1e-7f,
    1e-30f,
    -1e-30f,
    1e30f,
    -1e30f,
    3e9f,
    -3e9f,
    1e19f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
  };

  final Random random;

  Dice(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A small number, one at an edge, or anything. */
  long integer() {
    return switch (below(4)) {
      case 0 -> below(10) - 3;
      case 1 -> random.nextLong() >> below(64);
      default -> INTEGERS[below(INTEGERS.length)];
    };
  }

  float real() {
    return switch (below(3)) {
      case 0 -> Float.intBitsToFloat(random.nextInt());
      case 1 -> (float) random.nextGaussian();
      default -> FLOATS[below(FLOATS.length)];
    };
  }
}
