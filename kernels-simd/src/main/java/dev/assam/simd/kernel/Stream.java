package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/** How fast memory is read at most, for figures. */
public final class Stream {
  private Stream() {}

  /** The sum of {@code n} floats, a multiple of eight vectors, in eight sums. */
  public static float sum(Floats values, int n) {
    FloatVector a = FloatVector.zero(Lanes.F);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    FloatVector e = a;
    FloatVector f = a;
    FloatVector g = a;
    FloatVector h = a;
    for (int i = 0; i < n; i += 8 * Lanes.F32) {
      a = a.add(values.load(i));
      b = b.add(values.load(i + Lanes.F32));
      c = c.add(values.load(i + 2 * Lanes.F32));
      d = d.add(values.load(i + 3 * Lanes.F32));
      e = e.add(values.load(i + 4 * Lanes.F32));
      f = f.add(values.load(i + 5 * Lanes.F32));
      g = g.add(values.load(i + 6 * Lanes.F32));
      h = h.add(values.load(i + 7 * Lanes.F32));
    }
    return a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h))).lane(0);
  }
}
