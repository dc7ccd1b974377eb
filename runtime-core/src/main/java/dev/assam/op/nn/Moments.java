package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;

/** Means and variances of adjacent elements, and what normalisations make of them. */
final class Moments {
  private Moments() {}

  /** Mean of {@code count} elements from {@code at} on; NaN of none. */
  static double mean(Tensor x, int at, int count) {
    return sumOfPowers(x, at, count, 0, false) / count;
  }

  /** Mean of (X − center)². */
  static double meanOfSquares(Tensor x, int at, int count, double center) {
    return sumOfPowers(x, at, count, center, true) / count;
  }

  /** Σ (X − center) or, {@code squared}, Σ (X − center)². */
  static double sumOfPowers(Tensor x, int at, int count, double center, boolean squared) {
    double sum = 0;
    if (x.dtype() == DType.FLOAT32) {
      Floats from = x.floats();
      for (int i = at; i < at + count; i++) {
        double value = from.get(i) - center;
        sum += squared ? value * value : value;
      }
    } else {
      for (int i = at; i < at + count; i++) {
        double value = x.getDouble(i) - center;
        sum += squared ? value * value : value;
      }
    }
    return sum;
  }

  /** Y = X · scale + shift for {@code count} elements from {@code at} on. */
  static void affine(Tensor x, Tensor y, int at, int count, double scale, double shift) {
    if (x.dtype() == DType.FLOAT32 && y.dtype() == DType.FLOAT32) {
      Floats from = x.floats();
      Floats to = y.floats();
      for (int i = at; i < at + count; i++) {
        to.set(i, (float) (from.get(i) * scale + shift));
      }
    } else {
      for (int i = at; i < at + count; i++) {
        y.setDouble(i, x.getDouble(i) * scale + shift);
      }
    }
  }
}
