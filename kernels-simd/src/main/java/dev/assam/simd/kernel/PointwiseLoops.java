package dev.assam.simd.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.SQRT;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * Elementwise functions, a loop each: y[yAt + i] = f(a[aAt + i], …) for i below n, a multiple of
 * {@link Lanes#F32}. y may be an operand, at the same place. Predicates are 1 or 0.
 */
public final class PointwiseLoops {
  private PointwiseLoops() {}

  /** a. */
  public static void copy(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      y.store(yAt + i, a.load(aAt + i));
    }
  }

  /** −a. */
  public static void neg(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, x.neg());
    }
  }

  /** |a|. */
  public static void abs(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, x.abs());
    }
  }

  /** −1, 0 or 1; NaN stays. */
  public static void sign(Floats a, int aAt, Floats y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, x.blend(1f, zero.compare(LT, x)).blend(-1f, x.compare(LT, zero)));
    }
  }

  /** √a. */
  public static void sqrt(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, x.lanewise(SQRT));
    }
  }

  /** a². */
  public static void square(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, x.mul(x));
    }
  }

  /** ⌊a⌋. */
  public static void floor(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, Simd.floor(x));
    }
  }

  /** ⌈a⌉. */
  public static void ceil(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, Simd.ceil(x));
    }
  }

  /** the nearest whole number, ties to even. */
  public static void round(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, Simd.nearest(x));
    }
  }

  /** 1 − a, of 0 or 1. */
  public static void not(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, FloatVector.broadcast(Lanes.F, 1f).sub(x));
    }
  }

  /** eᵃ. */
  public static void exp(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, VectorMath.exp(x));
    }
  }

  /** ln a. */
  public static void log(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, VectorMath.log(x));
    }
  }

  /** tanh a. */
  public static void tanh(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, VectorMath.tanh(x));
    }
  }

  /** erf a. */
  public static void erf(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, VectorMath.erf(x));
    }
  }

  /** 1 / (1 + e⁻ᵃ). */
  public static void sigmoid(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, VectorMath.sigmoid(x));
    }
  }

  /** a / (1 + e⁻ᵃ). */
  public static void silu(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, x.div(VectorMath.expNormal(x.neg()).add(1f)));
    }
  }

  /** a (1 + erf(a / √2)) / 2. */
  public static void gelu(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, x.mul(0.5f).fma(VectorMath.erf(x.mul(0.70710678f)), x.mul(0.5f)));
    }
  }

  /** 1 where a is NaN, else 0. */
  public static void isNaN(Floats a, int aAt, Floats y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      y.store(yAt + i, zero.blend(1f, x.compare(NE, x)));
    }
  }

  /** a + b. */
  public static void add(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, x.add(z));
    }
  }

  /** a − b. */
  public static void sub(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, x.sub(z));
    }
  }

  /** a b. */
  public static void mul(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, x.mul(z));
    }
  }

  /** a / b. */
  public static void div(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, x.div(z));
    }
  }

  /** min(a, b), NaN if either is. */
  public static void min(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, x.min(z));
    }
  }

  /** max(a, b), NaN if either is. */
  public static void max(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, x.max(z));
    }
  }

  /** min(a, b) where b is not NaN. */
  public static void pmin(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, Simd.pmin(x, z));
    }
  }

  /** max(a, b) where b is not NaN. */
  public static void pmax(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, Simd.pmax(x, z));
    }
  }

  /** 1 where a < b, else 0. */
  public static void less(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, zero.blend(1f, x.compare(LT, z)));
    }
  }

  /** 1 where a ≤ b, else 0. */
  public static void lessOrEqual(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, zero.blend(1f, x.compare(LE, z)));
    }
  }

  /** 1 where a = b, else 0. */
  public static void equal(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, zero.blend(1f, x.compare(EQ, z)));
    }
  }

  /** |a − b|, of 0 or 1. */
  public static void xor(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, x.sub(z).abs());
    }
  }

  /** a b + c, rounded once or twice. */
  public static void fma(
      Floats a, int aAt, Floats b, int bAt, Floats c, int cAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      FloatVector w = c.load(cAt + i);
      y.store(yAt + i, x.fma(z, w));
    }
  }

  /** a held to b … c, which are not NaN. */
  public static void clamp(
      Floats a, int aAt, Floats b, int bAt, Floats c, int cAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      FloatVector w = c.load(cAt + i);
      y.store(yAt + i, Simd.pmin(Simd.pmax(x, z), w));
    }
  }

  /** a · min(max(a + 3, 0), 6) · b + c. */
  public static void hardSwish(
      Floats a, int aAt, Floats b, int bAt, Floats c, int cAt, Floats y, int yAt, int n) {
    FloatVector three = FloatVector.broadcast(Lanes.F, 3);
    FloatVector six = FloatVector.broadcast(Lanes.F, 6);
    FloatVector zero = FloatVector.zero(Lanes.F);
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      FloatVector w = c.load(cAt + i);
      FloatVector gate = Simd.pmin(Simd.pmax(x.add(three), zero), six);
      y.store(yAt + i, x.mul(gate).fma(z, w));
    }
  }

  /** b where a is not 0, else c. */
  public static void select(
      Floats a, int aAt, Floats b, int bAt, Floats c, int cAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      FloatVector w = c.load(cAt + i);
      y.store(yAt + i, w.blend(z, x.compare(NE, 0f)));
    }
  }

  /** c where a < b, else d. */
  public static void selectLess(
      Floats a,
      int aAt,
      Floats b,
      int bAt,
      Floats c,
      int cAt,
      Floats d,
      int dAt,
      Floats y,
      int yAt,
      int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      FloatVector z = b.load(bAt + i);
      y.store(yAt + i, d.load(dAt + i).blend(c.load(cAt + i), x.compare(LT, z)));
    }
  }

  /** Sine. */
  public static void sin(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      if (x.abs().compare(LE, VectorMath.LARGEST_ANGLE).allTrue()) {
        y.store(yAt + i, VectorMath.sin(x));
      } else {
        for (int k = i; k < i + Lanes.F32; k++) {
          y.set(yAt + k, (float) Math.sin(a.get(aAt + k)));
        }
      }
    }
  }

  /** Cosine. */
  public static void cos(Floats a, int aAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i += Lanes.F32) {
      FloatVector x = a.load(aAt + i);
      if (x.abs().compare(LE, VectorMath.LARGEST_ANGLE).allTrue()) {
        y.store(yAt + i, VectorMath.cos(x));
      } else {
        for (int k = i; k < i + Lanes.F32; k++) {
          y.set(yAt + k, (float) Math.cos(a.get(aAt + k)));
        }
      }
    }
  }

  /** The same number everywhere; n need not be a multiple. */
  public static void fill(float value, Floats y, int yAt, int n) {
    FloatVector v = FloatVector.broadcast(Lanes.F, value);
    int whole = n - n % Lanes.F32;
    for (int i = 0; i < whole; i += Lanes.F32) {
      y.store(yAt + i, v);
    }
    for (int i = whole; i < n; i++) {
      y.set(yAt + i, value);
    }
  }

  /** a; n need not be a multiple. */
  public static void copyAll(Floats a, int aAt, Floats y, int yAt, int n) {
    int whole = n - n % Lanes.F32;
    copy(a, aAt, y, yAt, whole);
    for (int i = whole; i < n; i++) {
      y.set(yAt + i, a.get(aAt + i));
    }
  }
}
