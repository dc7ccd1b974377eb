package dev.assam.pages.conformance;

import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.nio.file.Path;
import java.util.List;

/** Where a model can be run: the JVM, or one of the browser's builds. */
interface World extends AutoCloseable {
  /** As on the command line: {@code jvm}, {@code wasm} or {@code js}. */
  String name();

  /** What it is in full, with versions. */
  String description();

  /**
   * Opens a model, runs it once and closes it.
   *
   * @param inputs values of the model's first inputs in its order
   * @param types the model's outputs, for values that cannot tell their own type
   * @return all outputs in the model's order
   * @throws WorldException with what went wrong
   */
  List<Datum> run(Path model, List<Datum> inputs, List<ValueType> types);

  @Override
  void close();
}
