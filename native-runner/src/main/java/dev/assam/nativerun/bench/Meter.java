package dev.assam.nativerun.bench;

/** Times something short: the fastest of several samples, each long enough for the clock. */
public final class Meter {
  private static final int SAMPLES = 15;
  private static final long SAMPLE_NANOS = 8_000_000;

  /** Slices of the warm-up, and how many of them in a row must bring nothing. */
  private static final int MOST_SLICES = 20;

  private static final int IDLE_SLICES = 2;
  private static final double NOT_FASTER = 0.97;

  private Meter() {}

  /**
   * Nanoseconds that one call takes once calls get no faster: it is warmed up in slices of half of
   * {@code warmMillis} until two in a row were no faster than the best before. Of the samples the
   * fastest: what else the machine does can only make one slower.
   */
  public static double nanos(Runnable action, int warmMillis) {
    long slice = warmMillis * 500_000L;
    double best = slice(action, slice);
    for (int slices = 1, idle = 0; slices < MOST_SLICES && idle < IDLE_SLICES; slices++) {
      double nanos = slice(action, slice);
      idle = nanos < best * NOT_FASTER ? 0 : idle + 1;
      best = Math.min(best, nanos);
    }
    int count = (int) Math.max(1, SAMPLE_NANOS / best);
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

  /** Calls for so long, at least once; nanoseconds that one call took. */
  private static double slice(Runnable action, long nanos) {
    long start = System.nanoTime();
    int calls = 0;
    do {
      action.run();
      calls++;
    } while (System.nanoTime() - start < nanos);
    return (double) (System.nanoTime() - start) / calls;
  }
}
