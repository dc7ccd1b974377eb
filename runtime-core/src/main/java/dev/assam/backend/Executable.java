package dev.assam.backend;

import dev.assam.graph.Value;
import dev.assam.tensor.Datum;
import java.util.List;
import java.util.Map;

/** A plan that a backend has prepared. */
public interface Executable extends AutoCloseable {
  /**
   * Runs the plan once.
   *
   * @param inputs a value for each graph input that has no default
   * @return the graph's outputs in their order, each with one owner, the caller
   */
  Completion<List<Datum>> run(Map<Value, Datum> inputs);

  @Override
  void close();
}
