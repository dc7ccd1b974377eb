package dev.assam.backend;

import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.ValueType;
import java.util.Map;

/** Prepares the plans of one session, one for each set of input types; they share weights. */
public interface Compiler extends AutoCloseable {
  /**
   * Prepares a plan for inputs of these types.
   *
   * @throws dev.assam.error.AssamException if a node refuses its inputs or a limit is reached
   */
  Executable compile(ExecutionPlan plan, Map<Value, ValueType> inputs, Deadline deadline);

  @Override
  void close();
}
