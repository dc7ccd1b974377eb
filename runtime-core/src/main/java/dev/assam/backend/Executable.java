package dev.assam.backend;

import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.tensor.Datum;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan that a backend has prepared. */
public interface Executable extends AutoCloseable {
  /**
   * Runs the plan once.
   *
   * @param inputs a value for each graph input that has no default
   * @param deadline when to give up
   * @return the graph's outputs in their order, each with one owner, the caller
   * @throws dev.assam.error.AssamException if a node fails; all memory is given back then
   */
  Completion<List<Datum>> run(Map<Value, Datum> inputs, Deadline deadline);

  /**
   * Runs the plan once; outputs that a device computes may stay there.
   *
   * @param stay numbers of the outputs that do; others are as by {@link #run(Map, Deadline)}
   */
  default Completion<List<Datum>> run(
      Map<Value, Datum> inputs, Deadline deadline, Set<Integer> stay) {
    return run(inputs, deadline);
  }

  /** Done once it can be run: programs of a device are compiled beside everything else. */
  default Completion<Boolean> ready() {
    return Completion.of(true);
  }

  /** Where each node runs, and what is copied between. */
  default Profile profile() {
    return Profile.NONE;
  }

  /** What it holds, as far as that is planned. */
  default MemoryUse memory() {
    return MemoryUse.NONE;
  }

  @Override
  void close();
}
