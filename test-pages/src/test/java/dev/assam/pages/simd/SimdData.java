package dev.assam.pages.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;

/** Values on the edges of what instructions do, every one with every other; in both worlds. */
final class SimdData {
  /** Lanes of 32 bits in each operand and each result: all pairs of edges. */
  static final int COUNT = 32 * 32;

  /** Operands in each memory, one after the other. */
  static final int OPERANDS = 3;

  private SimdData() {}

  private static float edge(int i) {
    return switch (i & 31) {
      case 0 -> 0f;
      case 1 -> -0f;
      case 2 -> 1f;
      case 3 -> -1f;
      case 4 -> Float.NaN;
      case 5 -> Float.POSITIVE_INFINITY;
      case 6 -> Float.NEGATIVE_INFINITY;
      case 7 -> Float.MIN_VALUE;
      case 8 -> -Float.MIN_VALUE;
      case 9 -> Float.MIN_NORMAL;
      case 10 -> -Float.MIN_NORMAL / 2;
      case 11 -> Float.MAX_VALUE;
      case 12 -> -Float.MAX_VALUE;
      case 13 -> 0.5f;
      case 14 -> -0.5f;
      case 15 -> 1.5f;
      case 16 -> 2.5f;
      case 17 -> -1.5f;
      case 18 -> -2.5f;
      case 19 -> 0.49999997f;
      case 20 -> 8388607.5f;
      case 21 -> -8388607.5f;
      case 22 -> 8388609f;
      case 23 -> 2147483648f;
      case 24 -> -2147483648f;
      case 25 -> 2147483520f;
      case 26 -> 3e9f;
      case 27 -> -3e9f;
      case 28 -> 0.1f;
      case 29 -> 3.1415927f;
      case 30 -> -127.6f;
      default -> 1.0000001f;
    };
  }

  private static int intEdge(int i) {
    return switch (i & 31) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> -1;
      case 3 -> Integer.MIN_VALUE;
      case 4 -> Integer.MAX_VALUE;
      case 5 -> Integer.MIN_VALUE + 1;
      case 6 -> 127;
      case 7 -> 128;
      case 8 -> -128;
      case 9 -> -129;
      case 10 -> 255;
      case 11 -> 256;
      case 12 -> 32767;
      case 13 -> 32768;
      case 14 -> -32768;
      case 15 -> -32769;
      case 16 -> 65535;
      case 17 -> 65536;
      case 18 -> 16777217;
      case 19 -> 0x80808080;
      case 20 -> 0x7F7F7F7F;
      case 21 -> 0x7FFF8000;
      case 22 -> 0x80007FFF;
      case 23 -> 0x00FF00FF;
      case 24 -> 0x0180FE7F;
      default -> i * 0x9E3779B9;
    };
  }

  /** Fills operand x with runs, y with a cycle, and z with a mixture of the edges. */
  static void fill(Floats floats, Ints ints, Shorts shorts, Bytes bytes) {
    for (int i = 0; i < COUNT; i++) {
      int mixed = i * 7 + i / 32 * 5 + 3;
      floats.set(i, edge(i / 32));
      floats.set(COUNT + i, edge(i));
      floats.set(2 * COUNT + i, edge(mixed));
      ints.set(i, intEdge(i / 32));
      ints.set(COUNT + i, intEdge(i));
      ints.set(2 * COUNT + i, intEdge(mixed));
    }
    for (int i = 0; i < OPERANDS * COUNT; i++) {
      int bits = ints.get(i);
      shorts.set(2 * i, (short) bits);
      shorts.set(2 * i + 1, (short) (bits >> 16));
      for (int k = 0; k < 4; k++) {
        bytes.set(4 * i + k, (byte) (bits >> 8 * k));
      }
    }
  }
}
