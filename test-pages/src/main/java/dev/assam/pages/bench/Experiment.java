package dev.assam.pages.bench;

/** One question and the rows that answer it. */
interface Experiment {
  /** As in rows and as {@code --only} takes it. */
  String name();

  /** Measures what has no row yet. Failures are rows, too. */
  void run(Bench bench);
}
