package dev.assam.simd;

import dev.assam.backend.Compiler;
import dev.assam.backend.Executable;
import dev.assam.graph.Graph;
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
  private final Packs packs;

  SimdCompiler(long seed, Workers workers) {
    this(seed, workers, new Packs());
  }

  private SimdCompiler(long seed, Workers workers, Packs packs) {
    this.seed = seed;
    this.workers = workers;
    this.packs = packs;
  }

  @Override
  public Executable compile(
      ExecutionPlan plan, Map<Value, ValueType> inputs, Set<Tensor> disposable, Deadline deadline) {
    Graph graph = plan.graph();
    graph
        .constants()
        .forEach((value, weight) -> packs.offer(value, weight, disposable.contains(weight)));
    Binder binder = new Binder(plan, inputs, packs, workers, deadline);
    Stages stages = Stages.of(graph, binder.types());
    if (stages == null) {
      return new SimdExecutable(binder.bind(), seed);
    }
    // Read again whenever the later stage is planned.
    stages.later().constants().forEach((value, weight) -> packs.keep(value));
    ExecutionPlan first = ExecutionPlan.of(stages.first());
    Binder now = new Binder(first, inputs, packs, workers, deadline);
    return new StagedExecutable(
        graph.outputs(), stages, new SimdExecutable(now.bind(), seed), forLater());
  }

  /** One with the same packs, and other random numbers. */
  private SimdCompiler forLater() {
    return new SimdCompiler(seed + 1, workers, packs);
  }

  @Override
  public void close() {
    packs.release();
  }
}
