package dev.assam.pages.compare;

/** Times runs of something that is already open. */
final class Stopwatch {
  private Stopwatch() {}

  /** Runs once, then until warm, then so many times. */
  static Timing time(double createMs, Runnable run, int warmMillis, int runs) {
    double firstMs = millis(run);
    long start = System.nanoTime();
    while ((System.nanoTime() - start) / 1_000_000 < warmMillis) {
      run.run();
    }
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      times[i] = millis(run);
    }
    return new Timing(createMs, firstMs, times, "");
  }

  static double millis(Runnable run) {
    long start = System.nanoTime();
    run.run();
    return (System.nanoTime() - start) / 1e6;
  }
}
