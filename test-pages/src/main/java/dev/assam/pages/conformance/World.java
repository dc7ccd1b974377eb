package dev.assam.pages.conformance;

import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where a model can be run: the JVM, or one of the browser's builds. */
interface World extends AutoCloseable {
  /** As on the command line, such as {@code jvm}, {@code wasm} or {@code js-reference}. */
  String name();

  /** What it is in full, with versions. */
  String description();

  /**
   * Opens a model, runs it once and closes it.
   *
   * @param inputs values by the names of the model's inputs
   * @param types the model's outputs, for values that cannot tell their own type
   * @return all outputs in the model's order
   * @throws WorldException with what went wrong
   */
  List<Datum> run(Path model, Map<String, Datum> inputs, List<ValueType> types);

  @Override
  void close();
}
