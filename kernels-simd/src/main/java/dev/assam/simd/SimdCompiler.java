package dev.assam.simd;

import dev.assam.backend.Compiler;
import dev.assam.backend.Executable;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.Map;
import java.util.Set;

/** The packed weights of a session, for all its bindings. */
final class SimdCompiler implements Compiler {
  private final long seed;
  private final Workers workers;
  private final Packs packs = new Packs();

  SimdCompiler(long seed, Workers workers) {
    this.seed = seed;
    this.workers = workers;
  }

  @Override
  public Executable compile(
      ExecutionPlan plan, Map<Value, ValueType> inputs, Set<Tensor> disposable, Deadline deadline) {
    plan.graph()
        .constants()
        .forEach((value, weight) -> packs.offer(value, weight, disposable.contains(weight)));
    return new SimdExecutable(new Binder(plan, inputs, packs, workers, deadline).bind(), seed);
  }

  @Override
  public void close() {
    packs.release();
  }
}
