package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * What is made of columns: for each of n neighbouring columns from xAt on, elements in {@code rows}
 * rows that are {@code stride} apart; results to y[yAt …].
 */
public final class ColumnLoops {
  /** Rows whose sum is added up by itself, so that long sums stay exact. */
  private static final int PART = 256;

  private ColumnLoops() {}

  /** Σ x · scale. */
  public static void sum(
      Floats x, int xAt, int rows, int stride, Floats y, int yAt, int n, float scale) {
    int i = 0;
    for (; i <= n - 2 * Lanes.F32; i += 2 * Lanes.F32) {
      FloatVector a = FloatVector.zero(Lanes.F);
      FloatVector b = FloatVector.zero(Lanes.F);
      for (int r = 0; r < rows; ) {
        FloatVector c = FloatVector.zero(Lanes.F);
        FloatVector d = FloatVector.zero(Lanes.F);
        int end = Math.min(rows, r + PART);
        for (int at = xAt + i + r * stride; r < end; r++, at += stride) {
          c = c.add(x.load(at));
          d = d.add(x.load(at + Lanes.F32));
        }
        a = a.add(c);
        b = b.add(d);
      }
      y.store(yAt + i, a.mul(scale));
      y.store(yAt + i + Lanes.F32, b.mul(scale));
    }
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector a = FloatVector.zero(Lanes.F);
      for (int r = 0; r < rows; ) {
        FloatVector c = FloatVector.zero(Lanes.F);
        int end = Math.min(rows, r + PART);
        for (int at = xAt + i + r * stride; r < end; r++, at += stride) {
          c = c.add(x.load(at));
        }
        a = a.add(c);
      }
      y.store(yAt + i, a.mul(scale));
    }
    // Rounded as the vectors are: of equal columns the sums are equal.
    for (; i < n; i++) {
      float a = 0;
      for (int r = 0; r < rows; ) {
        float c = 0;
        int end = Math.min(rows, r + PART);
        for (int at = xAt + i + r * stride; r < end; r++, at += stride) {
          c += x.get(at);
        }
        a += c;
      }
      y.set(yAt + i, a * scale);
    }
  }

  /** Σ (x − center)², centers by column. */
  public static void sumOfSquares(
      Floats x, int xAt, int rows, int stride, Floats center, int cAt, Floats y, int yAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector m = center.load(cAt + i);
      FloatVector a = FloatVector.zero(Lanes.F);
      for (int r = 0; r < rows; ) {
        FloatVector c = FloatVector.zero(Lanes.F);
        int end = Math.min(rows, r + PART);
        for (int at = xAt + i + r * stride; r < end; r++, at += stride) {
          FloatVector d = x.load(at).sub(m);
          c = d.fma(d, c);
        }
        a = a.add(c);
      }
      y.store(yAt + i, a);
    }
    for (; i < n; i++) {
      double sum = 0;
      for (int r = 0, at = xAt + i; r < rows; r++, at += stride) {
        double d = x.get(at) - center.get(cAt + i);
        sum += d * d;
      }
      y.set(yAt + i, (float) sum);
    }
  }

  /** Σ x². */
  public static void sumOfSquares(
      Floats x, int xAt, int rows, int stride, Floats y, int yAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector a = FloatVector.zero(Lanes.F);
      for (int r = 0, at = xAt + i; r < rows; r++, at += stride) {
        FloatVector d = x.load(at);
        a = d.fma(d, a);
      }
      y.store(yAt + i, a);
    }
    for (; i < n; i++) {
      double sum = 0;
      for (int r = 0, at = xAt + i; r < rows; r++, at += stride) {
        sum += (double) x.get(at) * x.get(at);
      }
      y.set(yAt + i, (float) sum);
    }
  }

  /** Σ |x|. */
  public static void sumOfMagnitudes(
      Floats x, int xAt, int rows, int stride, Floats y, int yAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector a = FloatVector.zero(Lanes.F);
      for (int r = 0, at = xAt + i; r < rows; r++, at += stride) {
        a = a.add(x.load(at).abs());
      }
      y.store(yAt + i, a);
    }
    for (; i < n; i++) {
      double sum = 0;
      for (int r = 0, at = xAt + i; r < rows; r++, at += stride) {
        sum += Math.abs(x.get(at));
      }
      y.set(yAt + i, (float) sum);
    }
  }

  /** The largest; NaN if one is. */
  public static void max(Floats x, int xAt, int rows, int stride, Floats y, int yAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector a = x.load(xAt + i);
      for (int r = 1, at = xAt + i + stride; r < rows; r++, at += stride) {
        a = a.max(x.load(at));
      }
      y.store(yAt + i, a);
    }
    for (; i < n; i++) {
      float max = x.get(xAt + i);
      for (int r = 1, at = xAt + i + stride; r < rows; r++, at += stride) {
        max = Math.max(max, x.get(at));
      }
      y.set(yAt + i, max);
    }
  }

  /** The smallest; NaN if one is. */
  public static void min(Floats x, int xAt, int rows, int stride, Floats y, int yAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector a = x.load(xAt + i);
      for (int r = 1, at = xAt + i + stride; r < rows; r++, at += stride) {
        a = a.min(x.load(at));
      }
      y.store(yAt + i, a);
    }
    for (; i < n; i++) {
      float min = x.get(xAt + i);
      for (int r = 1, at = xAt + i + stride; r < rows; r++, at += stride) {
        min = Math.min(min, x.get(at));
      }
      y.set(yAt + i, min);
    }
  }

  /** The product. */
  public static void product(Floats x, int xAt, int rows, int stride, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float product = 1;
      for (int r = 0, at = xAt + i; r < rows; r++, at += stride) {
        product *= x.get(at);
      }
      y.set(yAt + i, product);
    }
  }

  /** Each row times scales plus shifts, both by column; y has the rows of x and may be x. */
  public static void affine(
      Floats x,
      int xAt,
      int rows,
      int stride,
      Floats scale,
      int sAt,
      Floats shift,
      int tAt,
      Floats y,
      int yAt,
      int n) {
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector s = scale.load(sAt + i);
      FloatVector t = shift.load(tAt + i);
      for (int r = 0; r < rows; r++) {
        y.store(yAt + i + r * stride, x.load(xAt + i + r * stride).fma(s, t));
      }
    }
    for (; i < n; i++) {
      float s = scale.get(sAt + i);
      float t = shift.get(tAt + i);
      for (int r = 0; r < rows; r++) {
        y.set(yAt + i + r * stride, x.get(xAt + i + r * stride) * s + t);
      }
    }
  }

  /** The softmax of each column, or its logarithm; y has the rows of x and may be x. */
  public static void softmax(
      Floats x, int xAt, int rows, int stride, Floats y, int yAt, int n, boolean logarithm) {
    int i = 0;
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector max = x.load(xAt + i);
      for (int r = 1, at = xAt + i + stride; r < rows; r++, at += stride) {
        max = max.max(x.load(at));
      }
      FloatVector sum = FloatVector.zero(Lanes.F);
      for (int r = 0; r < rows; r++) {
        FloatVector e = VectorMath.expNegative(x.load(xAt + i + r * stride).sub(max));
        if (!logarithm) {
          y.store(yAt + i + r * stride, e);
        }
        sum = sum.add(e);
      }
      if (logarithm) {
        FloatVector shift = max.add(VectorMath.log(sum));
        for (int r = 0; r < rows; r++) {
          y.store(yAt + i + r * stride, x.load(xAt + i + r * stride).sub(shift));
        }
      } else {
        FloatVector scale = FloatVector.broadcast(Lanes.F, 1f).div(sum);
        for (int r = 0; r < rows; r++) {
          y.store(yAt + i + r * stride, y.load(yAt + i + r * stride).mul(scale));
        }
      }
    }
    for (; i < n; i++) {
      softmaxOfOne(x, xAt + i, rows, stride, y, yAt + i, logarithm);
    }
  }

  private static void softmaxOfOne(
      Floats x, int xAt, int rows, int stride, Floats y, int yAt, boolean logarithm) {
    float max = x.get(xAt);
    for (int r = 1; r < rows; r++) {
      max = Math.max(max, x.get(xAt + r * stride));
    }
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      float d = x.get(xAt + r * stride) - max;
      float e = (float) Math.exp(d);
      y.set(yAt + r * stride, logarithm ? d : e);
      sum += e;
    }
    float factor = (float) (logarithm ? Math.log(sum) : 1 / sum);
    for (int r = 0; r < rows; r++) {
      float v = y.get(yAt + r * stride);
      y.set(yAt + r * stride, logarithm ? v - factor : v * factor);
    }
  }
}
