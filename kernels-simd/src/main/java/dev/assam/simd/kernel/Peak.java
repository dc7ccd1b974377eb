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
      a = x.fma(y, a);
      b = x.fma(y, b);
      c = x.fma(y, c);
      d = x.fma(y, d);
      e = x.fma(y, e);
      f = x.fma(y, f);
      g = x.fma(y, g);
      h = x.fma(y, h);
      i = x.fma(y, i);
      j = x.fma(y, j);
      k = x.fma(y, k);
      l = x.fma(y, l);
    }
    FloatVector left = a.add(b).add(c).add(d).add(e).add(f);
    FloatVector right = g.add(h).add(i).add(j).add(k).add(l);
    return left.add(right).lane(0);
  }
}
