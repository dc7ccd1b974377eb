package dev.assam.pages.measure;

/** A runtime that can be measured. Models may be open in several contestants at a time. */
public interface Contestant extends AutoCloseable {
  /** As in rows: {@code assam-wasm}. */
  String id();

  /** What it is, in words. */
  String description();

  /**
   * Opens a model and runs it once.
   *
   * @throws ContestantException if the runtime, or the model in it, does not work
   */
  OpenModel open(BenchModel model, int threads);

  @Override
  void close();
}
