package dev.assam.reference;

import dev.assam.backend.Completion;
import dev.assam.backend.Executable;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Datum;
import java.util.List;
import java.util.Map;

/** Walks a plan step by step; each value is given back after its last use. */
final class ReferenceExecutable implements Executable {
  private final ExecutionPlan plan;
  private final long seed;
  private long runs;

  ReferenceExecutable(ExecutionPlan plan, long seed) {
    this.plan = plan;
    this.seed = seed;
  }

  @Override
  public Completion<List<Datum>> run(Map<Value, Datum> inputs, Deadline deadline) {
    Interpreter interpreter = new Interpreter(Interpreter.seed(seed, runs++), deadline);
    return Completion.of(interpreter.run(plan, null, inputs));
  }

  @Override
  public void close() {}
}
