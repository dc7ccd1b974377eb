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
