package dev.assam.op;

/** When a run has to be finished. */
public final class Deadline {
  /** Never. */
  public static final Deadline NONE = new Deadline(0, Long.MAX_VALUE);

  private final long startNanos;
  private final long limitMillis;

  private Deadline(long startNanos, long limitMillis) {
    this.startNanos = startNanos;
    this.limitMillis = limitMillis;
  }

  /** So many milliseconds from now; {@code Long.MAX_VALUE} for never. */
  public static Deadline in(long millis) {
    return millis == Long.MAX_VALUE ? NONE : new Deadline(System.nanoTime(), millis);
  }

  public boolean isOver() {
    return this != NONE && (System.nanoTime() - startNanos) / 1_000_000 >= limitMillis;
  }

  /** As messages say it. */
  @Override
  public String toString() {
    return "the time limit of " + limitMillis + " ms";
  }
}
