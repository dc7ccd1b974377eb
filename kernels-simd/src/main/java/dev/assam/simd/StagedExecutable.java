package dev.assam.simd;

import dev.assam.backend.Completion;
import dev.assam.backend.Executable;
import dev.assam.backend.MemoryUse;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the first stage of a graph, plans the later one for the shapes that come out of it, and runs
 * that; the latest of those plans are kept.
 */
final class StagedExecutable implements Executable {
  private static final int MOST_PLANS = 8;

  private final List<Value> outputs;
  private final Stages stages;
  private final Executable first;
  private final SimdCompiler compiler;
  private final ExecutionPlan later;
  private final Map<Map<Value, ValueType>, Executable> plans = new LinkedHashMap<>(16, 0.75f, true);
  private Executable latest;

  /**
   * @param outputs of the whole graph
   * @param first runs the first stage; closed with this
   * @param compiler for the later one
   */
  StagedExecutable(List<Value> outputs, Stages stages, Executable first, SimdCompiler compiler) {
    this.outputs = outputs;
    this.stages = stages;
    this.first = first;
    this.compiler = compiler;
    this.later = ExecutionPlan.of(stages.later());
  }

  @Override
  public Completion<List<Datum>> run(Map<Value, Datum> inputs, Deadline deadline) {
    Map<Value, Datum> made = new LinkedHashMap<>();
    try {
      put(stages.first().outputs(), first.run(inputs, deadline).get(), made);
      Map<Value, Datum> given = new LinkedHashMap<>();
      Map<Value, ValueType> types = new LinkedHashMap<>();
      for (Value input : stages.later().inputs()) {
        Datum value = made.containsKey(input) ? made.get(input) : inputs.get(input);
        given.put(input, value);
        types.put(input, value.type());
      }
      latest = plan(types, deadline);
      put(stages.later().outputs(), latest.run(given, deadline).get(), made);
      List<Datum> results = new ArrayList<>();
      for (Value output : outputs) {
        made.get(output).retain();
        results.add(made.get(output));
      }
      return Completion.of(results);
    } finally {
      made.values().forEach(Datum::release);
    }
  }

  private static void put(List<Value> values, List<Datum> data, Map<Value, Datum> made) {
    for (int i = 0; i < values.size(); i++) {
      made.put(values.get(i), data.get(i));
    }
  }

  private Executable plan(Map<Value, ValueType> types, Deadline deadline) {
    Executable plan = plans.get(types);
    if (plan == null) {
      plan = compiler.compile(later, types, Set.of(), deadline);
      plans.put(types, plan);
      if (plans.size() > MOST_PLANS) {
        plans.remove(plans.keySet().iterator().next()).close();
      }
    }
    return plan;
  }

  /** Of the first stage and of the plan that was run last. */
  @Override
  public MemoryUse memory() {
    MemoryUse a = first.memory();
    MemoryUse b = latest == null ? MemoryUse.NONE : latest.memory();
    return new MemoryUse(
        Math.max(a.weights(), b.weights()),
        a.activations() + b.activations(),
        a.atLeast() + b.atLeast());
  }

  @Override
  public void close() {
    first.close();
    plans.values().forEach(Executable::close);
  }

  @Override
  public String toString() {
    return first + "then\n" + (latest == null ? "what shapes allow\n" : latest);
  }
}
