package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/** Copies of float32 memory that does not overlap. */
public final class Copies {
  private static final int VL = Lanes.F32;

  private Copies() {}

  public static void copyF32(Floats from, int fromAt, Floats to, int toAt, int count) {
    int i = 0;
    for (; i <= count - VL; i += VL) {
      to.store(toAt + i, from.load(fromAt + i));
    }
    for (; i < count; i++) {
      to.set(toAt + i, from.get(fromAt + i));
    }
  }

  /** Copies {@code runsY} times {@code runsX} runs, which lie strides apart, behind each other. */
  public static void runsF32(
      Floats from,
      int fromAt,
      int runsY,
      int strideY,
      int runsX,
      int strideX,
      int run,
      Floats to,
      int toAt) {
    int out = toAt;
    for (int y = 0; y < runsY; y++) {
      for (int x = 0; x < runsX; x++) {
        int in = fromAt + y * strideY + x * strideX;
        if (run >= VL) {
          for (int i = 0; i <= run - VL; i += VL) {
            to.store(out + i, from.load(in + i));
          }
          // The last vector, over what is there already if need be.
          to.store(out + run - VL, from.load(in + run - VL));
        } else {
          for (int i = 0; i < run; i++) {
            to.set(out + i, from.get(in + i));
          }
        }
        out += run;
      }
    }
  }

  public static void zeroF32(Floats to, int toAt, int count) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    int i = 0;
    for (; i <= count - VL; i += VL) {
      to.store(toAt + i, zero);
    }
    for (; i < count; i++) {
      to.set(toAt + i, 0);
    }
  }
}
