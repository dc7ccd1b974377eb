package dev.assam.simd.kernel;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.MUL;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/** What is made of a row: n neighbouring elements from xAt on. */
public final class RowLoops {
  private RowLoops() {}

  /** Σ x. */
  public static float sum(Floats x, int xAt, int n) {
    FloatVector a = FloatVector.zero(Lanes.F);
    FloatVector b = FloatVector.zero(Lanes.F);
    int i = 0;
    for (; i <= n - 2 * Lanes.F32; i += 2 * Lanes.F32) {
      a = a.add(x.load(xAt + i));
      b = b.add(x.load(xAt + i + Lanes.F32));
    }
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      a = a.add(x.load(xAt + i));
    }
    float sum = a.add(b).reduceLanes(ADD);
    for (; i < n; i++) {
      sum += x.get(xAt + i);
    }
    return sum;
  }

  /** Σ |x|. */
  public static float sumOfMagnitudes(Floats x, int xAt, int n) {
    FloatVector a = FloatVector.zero(Lanes.F);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      a = a.add(x.load(xAt + i).abs());
    }
    float sum = a.reduceLanes(ADD);
    for (; i < n; i++) {
      sum += Math.abs(x.get(xAt + i));
    }
    return sum;
  }

  /** Σ (x − center)². */
  public static float sumOfSquares(Floats x, int xAt, int n, float center) {
    FloatVector c = FloatVector.broadcast(Lanes.F, center);
    FloatVector a = FloatVector.zero(Lanes.F);
    FloatVector b = FloatVector.zero(Lanes.F);
    int i = 0;
    for (; i <= n - 2 * Lanes.F32; i += 2 * Lanes.F32) {
      FloatVector d = x.load(xAt + i).sub(c);
      FloatVector e = x.load(xAt + i + Lanes.F32).sub(c);
      a = d.fma(d, a);
      b = e.fma(e, b);
    }
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector d = x.load(xAt + i).sub(c);
      a = d.fma(d, a);
    }
    float sum = a.add(b).reduceLanes(ADD);
    for (; i < n; i++) {
      float d = x.get(xAt + i) - center;
      sum += d * d;
    }
    return sum;
  }

  /** The largest; NaN if one is. */
  public static float max(Floats x, int xAt, int n) {
    FloatVector a = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * Lanes.F32; i += 4 * Lanes.F32) {
      a = a.max(x.load(xAt + i));
      b = b.max(x.load(xAt + i + Lanes.F32));
      c = c.max(x.load(xAt + i + 2 * Lanes.F32));
      d = d.max(x.load(xAt + i + 3 * Lanes.F32));
    }
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      a = a.max(x.load(xAt + i));
    }
    float max = a.max(b).max(c.max(d)).reduceLanes(MAX);
    for (; i < n; i++) {
      max = Math.max(max, x.get(xAt + i));
    }
    return max;
  }

  /** The smallest; NaN if one is. */
  public static float min(Floats x, int xAt, int n) {
    FloatVector a = FloatVector.broadcast(Lanes.F, Float.POSITIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i <= n - 4 * Lanes.F32; i += 4 * Lanes.F32) {
      a = a.min(x.load(xAt + i));
      b = b.min(x.load(xAt + i + Lanes.F32));
      c = c.min(x.load(xAt + i + 2 * Lanes.F32));
      d = d.min(x.load(xAt + i + 3 * Lanes.F32));
    }
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      a = a.min(x.load(xAt + i));
    }
    float min = a.min(b).min(c.min(d)).reduceLanes(MIN);
    for (; i < n; i++) {
      min = Math.min(min, x.get(xAt + i));
    }
    return min;
  }

  /** The product. */
  public static float product(Floats x, int xAt, int n) {
    FloatVector a = FloatVector.broadcast(Lanes.F, 1f);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      a = a.mul(x.load(xAt + i));
    }
    float product = a.reduceLanes(MUL);
    for (; i < n; i++) {
      product *= x.get(xAt + i);
    }
    return product;
  }

  /** Σ e^(x − max). */
  public static float sumOfExp(Floats x, int xAt, int n, float max) {
    FloatVector m = FloatVector.broadcast(Lanes.F, max);
    FloatVector a = FloatVector.zero(Lanes.F);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      a = a.add(VectorMath.expNegative(x.load(xAt + i).sub(m)));
    }
    float sum = a.reduceLanes(ADD);
    for (; i < n; i++) {
      sum += (float) Math.exp(x.get(xAt + i) - max);
    }
    return sum;
  }

  /** y = e^(x − max); the sum of them. y may be x. */
  public static float exp(Floats x, int xAt, Floats y, int yAt, int n, float max) {
    FloatVector m = FloatVector.broadcast(Lanes.F, max);
    FloatVector a = FloatVector.zero(Lanes.F);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector e = VectorMath.expNegative(x.load(xAt + i).sub(m));
      y.store(yAt + i, e);
      a = a.add(e);
    }
    float sum = a.reduceLanes(ADD);
    for (; i < n; i++) {
      float e = (float) Math.exp(x.get(xAt + i) - max);
      y.set(yAt + i, e);
      sum += e;
    }
    return sum;
  }

  /** y = x · scale + shift; y may be x. */
  public static void affine(Floats x, int xAt, Floats y, int yAt, int n, float scale, float shift) {
    FloatVector s = FloatVector.broadcast(Lanes.F, scale);
    FloatVector t = FloatVector.broadcast(Lanes.F, shift);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      y.store(yAt + i, x.load(xAt + i).fma(s, t));
    }
    for (; i < n; i++) {
      y.set(yAt + i, x.get(xAt + i) * scale + shift);
    }
  }

  /** y = (x · scale + shift) · a + b, a and b by element; y may be x. */
  public static void affine(
      Floats x,
      int xAt,
      Floats y,
      int yAt,
      int n,
      float scale,
      float shift,
      Floats a,
      int aAt,
      Floats b,
      int bAt) {
    FloatVector s = FloatVector.broadcast(Lanes.F, scale);
    FloatVector t = FloatVector.broadcast(Lanes.F, shift);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector v = x.load(xAt + i).fma(s, t);
      y.store(yAt + i, v.fma(a.load(aAt + i), b.load(bAt + i)));
    }
    for (; i < n; i++) {
      y.set(yAt + i, (x.get(xAt + i) * scale + shift) * a.get(aAt + i) + b.get(bAt + i));
    }
  }

  /** y = x · scale · a, a by element; y may be x. */
  public static void scale(
      Floats x, int xAt, Floats y, int yAt, int n, float scale, Floats a, int aAt) {
    FloatVector s = FloatVector.broadcast(Lanes.F, scale);
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      y.store(yAt + i, x.load(xAt + i).mul(s).mul(a.load(aAt + i)));
    }
    for (; i < n; i++) {
      y.set(yAt + i, x.get(xAt + i) * scale * a.get(aAt + i));
    }
  }
}
