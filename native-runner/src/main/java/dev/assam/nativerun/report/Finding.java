package dev.assam.nativerun.report;

/**
 * A finding of a paper and what our rows say about it.
 *
 * @param paper whose it is
 * @param claim what the paper found, with its numbers
 * @param verdict in one word, see {@link Verdict}
 * @param evidence our numbers
 * @param command that measures them again
 */
record Finding(String paper, String claim, Verdict verdict, String evidence, String command) {
  /** What became of it. */
  enum Verdict {
    CONFIRMED,
    CHANGED,
    REFUTED,
    /** There are no rows for it. */
    OPEN;

    String text() {
      return switch (this) {
        case CONFIRMED -> "confirmed";
        case CHANGED -> "changed";
        case REFUTED -> "refuted";
        case OPEN -> "not measured";
      };
    }
  }
}
