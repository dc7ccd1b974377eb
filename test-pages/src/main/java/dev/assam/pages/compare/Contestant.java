package dev.assam.pages.compare;

/** A runtime that can be timed. */
interface Contestant extends AutoCloseable {
  /** As columns are headed. */
  String name();

  /** What it is, with its version. */
  String description();

  /**
   * Opens a model, runs it until it is warm, then as often as wanted.
   *
   * @throws RuntimeException if it cannot run the model; the message is printed in the table
   */
  Timing time(BenchModel model, int threads, int warmMillis, int runs);

  @Override
  void close();
}
