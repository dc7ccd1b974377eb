package dev.assam.op.ml;

import dev.assam.op.Attributes;

/** What becomes of scores in the end. */
enum PostTransform {
  NONE,
  SOFTMAX,
  LOGISTIC,
  SOFTMAX_ZERO,
  PROBIT;

  static PostTransform of(Attributes a) {
    String name =
        a.getChoice("post_transform", "NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO", "PROBIT");
    return valueOf(name);
  }

  /** Transforms one row of scores in place. */
  void apply(double[] row) {
    switch (this) {
      case NONE -> {}
      case SOFTMAX, SOFTMAX_ZERO -> softmax(row);
      case LOGISTIC -> {
        for (int i = 0; i < row.length; i++) {
          row[i] = 1 / (1 + Math.exp(-row[i]));
        }
      }
      case PROBIT -> {
        for (int i = 0; i < row.length; i++) {
          row[i] = Math.sqrt(2) * inverseErf(2 * row[i] - 1);
        }
      }
    }
  }

  private void softmax(double[] row) {
    double max = Double.NEGATIVE_INFINITY;
    for (double x : row) {
      max = Math.max(max, x);
    }
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      boolean zero = this == SOFTMAX_ZERO && Math.abs(row[i]) <= 1e-7;
      row[i] = zero ? row[i] * Math.exp(-max) : Math.exp(row[i] - max);
      sum += row[i];
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = sum == 0 ? 0.5 : row[i] / sum;
    }
  }

  /** The approximation that ONNX's implementations share (Winitzki, 2008, a = 0.147). */
  private static double inverseErf(double x) {
    double log = Math.log((1 - x) * (1 + x));
    double v = 2 / (Math.PI * 0.147) + 0.5 * log;
    double root = Math.sqrt(Math.sqrt(v * v - log / 0.147) - v);
    return x < 0 ? -root : root;
  }
}
