package dev.assam.backend;

import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.Map;
import java.util.Set;

/** Prepares the plans of one session, one for each set of input types; they share weights. */
public interface Compiler extends AutoCloseable {
  /**
   * Prepares a plan for inputs of these types.
   *
   * @param disposable constants of the plan that no other plan reads: those that are not read any
   *     more once the plan is prepared, because they were packed, may be released
   * @throws dev.assam.error.AssamException if a node refuses its inputs or a limit is reached
   */
  Executable compile(
      ExecutionPlan plan, Map<Value, ValueType> inputs, Set<Tensor> disposable, Deadline deadline);

  @Override
  void close();
}
