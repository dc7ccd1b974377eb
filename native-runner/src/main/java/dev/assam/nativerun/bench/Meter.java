package dev.assam.nativerun.bench;

/** Times something short: the fastest of several samples, each long enough for the clock. */
public final class Meter {
  private static final int SAMPLES = 15;
  private static final long SAMPLE_NANOS = 8_000_000;

  private Meter() {}

  /**
   * Nanoseconds that one call takes, after {@code warmMillis} of calls that do not count. Of the
   * samples the fastest: what else the machine does can only make one slower.
   */
  public static double nanos(Runnable action, int warmMillis) {
    long start = System.nanoTime();
    long calls = 0;
    while (System.nanoTime() - start < warmMillis * 1_000_000L) {
      action.run();
      calls++;
    }
    double estimate = (double) (System.nanoTime() - start) / calls;
    int count = (int) Math.max(1, SAMPLE_NANOS / estimate);
    double fastest = Double.MAX_VALUE;
    for (int sample = 0; sample < SAMPLES; sample++) {
      long before = System.nanoTime();
      for (int i = 0; i < count; i++) {
        action.run();
      }
      fastest = Math.min(fastest, (double) (System.nanoTime() - before) / count);
    }
    return fastest;
  }
}
