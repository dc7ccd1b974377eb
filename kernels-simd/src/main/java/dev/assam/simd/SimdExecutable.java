package dev.assam.simd;

import dev.assam.backend.Completion;
import dev.assam.backend.Executable;
import dev.assam.graph.Graph;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph with its packed weights, and a binding for each set of input types seen lately. */
final class SimdExecutable implements Executable {
  private static final int MAX_BINDINGS = 8;

  private final Graph graph;
  private final long seed;
  private final Workers workers;
  private final Packs packs = new Packs();
  private final Map<Map<Value, ValueType>, Binding> bindings = new LinkedHashMap<>();
  private long runs;

  SimdExecutable(Graph graph, long seed, Workers workers) {
    this.graph = graph;
    this.seed = seed;
    this.workers = workers;
    graph.constants().forEach(packs::offer);
  }

  @Override
  public Completion<List<Datum>> run(Map<Value, Datum> inputs, Deadline deadline) {
    Map<Value, ValueType> types = new HashMap<>();
    inputs.forEach((value, datum) -> types.put(value, datum.type()));
    Binding binding = bindings.get(types);
    if (binding == null) {
      binding = new Binder(graph, types, packs, workers, deadline).bind();
      bindings.put(types, binding);
      if (bindings.size() > MAX_BINDINGS) {
        Map<Value, ValueType> oldest = bindings.keySet().iterator().next();
        bindings.remove(oldest).close();
      }
    }
    return Completion.of(binding.run(inputs, seed, runs++, deadline));
  }

  @Override
  public void close() {
    bindings.values().forEach(Binding::close);
    bindings.clear();
    packs.release();
  }
}
