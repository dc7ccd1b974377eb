package dev.assam.pages.compare;

import java.util.Arrays;

/**
 * How long a model took.
 *
 * @param createMs from the model's bytes to a session
 * @param firstMs the first run
 * @param runsMs each run after that, warm
 * @param note what else the contestant says, such as its memory
 */
record Timing(double createMs, double firstMs, double[] runsMs, String note) {
  double medianMs() {
    double[] sorted = runsMs.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
