package dev.assam.simd.kernel;

import jdk.incubator.vector.FloatVector;

/** What the machine reaches at most: products and sums in registers alone, for figures. */
public final class Peak {
  /** Floating-point operations of one round for one lane. */
  public static final int OPERATIONS = 2 * 12;

  private Peak() {}

  /** Twelve sums that do not wait for one another; answers something that depends on all. */
  public static float run(int rounds, float factor, float start) {
    FloatVector x = FloatVector.broadcast(Lanes.F, factor);
    FloatVector y = FloatVector.broadcast(Lanes.F, start);
    FloatVector a = y;
    FloatVector b = y;
    FloatVector c = y;
    FloatVector d = y;
    FloatVector e = y;
    FloatVector f = y;
    FloatVector g = y;
    FloatVector h = y;
    FloatVector i = y;
    FloatVector j = y;
    FloatVector k = y;
    FloatVector l = y;
    for (int round = 0; round < rounds; round++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    FloatVector left = a.add(b).add(c).add(d).add(e).add(f);
    FloatVector right = g.add(h).add(i).add(j).add(k).add(l);
    return left.add(right).lane(0);
  }
}
