package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/** Weighted sums of lines. */
public final class ResampleLoops {
  private ResampleLoops() {}

  /** y[yAt + i] = a · x[aAt + i] + b · x[bAt + i] for i below n. */
  public static void two(Floats x, int aAt, float a, int bAt, float b, Floats y, int yAt, int n) {
    FloatVector s = FloatVector.broadcast(Lanes.F, a);
    FloatVector t = FloatVector.broadcast(Lanes.F, b);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      y.store(yAt + i, x.load(aAt + i).fma(s, x.load(bAt + i).mul(t)));
    }
    for (; i < n; i++) {
      y.set(yAt + i, x.get(aAt + i) * a + x.get(bAt + i) * b);
    }
  }

  /** y[yAt + i] += a · x[aAt + i] for i below n. */
  public static void add(Floats x, int aAt, float a, Floats y, int yAt, int n) {
    FloatVector s = FloatVector.broadcast(Lanes.F, a);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      y.store(yAt + i, x.load(aAt + i).fma(s, y.load(yAt + i)));
    }
    for (; i < n; i++) {
      y.set(yAt + i, x.get(aAt + i) * a + y.get(yAt + i));
    }
  }
}
