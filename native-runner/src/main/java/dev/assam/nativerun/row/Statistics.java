package dev.assam.nativerun.row;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics of samples. */
public final class Statistics {
  private Statistics() {}

  /** The middle one, or the mean of the two middle ones; not a number if there is none. */
  public static double median(double[] samples) {
    return quantile(samples, 0.5);
  }

  /**
   * The value below which the share {@code q} of the samples lies, linearly between neighbours; not
   * a number if there is no sample.
   */
  public static double quantile(double[] samples, double q) {
    if (samples.length == 0) {
      return Double.NaN;
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double at = q * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** The geometric mean; not a number if there is none. */
  public static double geometricMean(Collection<Double> values) {
    double logs = 0;
    for (double value : values) {
      logs += Math.log(value);
    }
    return values.isEmpty() ? Double.NaN : Math.exp(logs / values.size());
  }
}
