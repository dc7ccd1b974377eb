package dev.assam;

import dev.assam.backend.Backend;
import dev.assam.backend.Executable;
import dev.assam.graph.Graph;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.optimize.Optimized;
import dev.assam.optimize.Pipeline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph made ready for a backend: optimised once as it is opened, and again for each set of input
 * types that it is run with; the latest of those are kept.
 */
final class Prepared implements AutoCloseable {
  private static final int MAX_BINDINGS = 64;

  private final Graph graph;
  private final Backend backend;
  private final long seed;
  private final Pipeline pipeline;
  private final Bound open;
  private final Map<Map<Value, ValueType>, Bound> bindings = new LinkedHashMap<>(16, 0.75f, true);

  /** What is run for some input types. */
  private record Bound(Optimized optimized, Executable executable) {
    void close() {
      executable.close();
      optimized.release();
    }
  }

  /**
   * @param types of the graph's inputs as far as they are known
   */
  Prepared(
      Graph graph,
      Map<Value, ValueType> types,
      Backend backend,
      SessionOptions options,
      Deadline deadline) {
    this.graph = graph;
    this.backend = backend;
    this.seed = options.seed();
    boolean optimise = options.optimise() == null ? backend.wantsOptimised() : options.optimise();
    this.pipeline = optimise ? new Pipeline(backend.layout(), options.withoutPasses()) : null;
    this.open =
        compiled(
            optimise
                ? pipeline.run(graph, types, deadline)
                : new Optimized(graph, List.of(), List.of()));
  }

  private Bound compiled(Optimized optimized) {
    try {
      return new Bound(optimized, backend.compile(ExecutionPlan.of(optimized.graph()), seed));
    } catch (RuntimeException | Error e) {
      optimized.release();
      throw e;
    }
  }

  /** The graph as it was optimised when opened, and how. */
  Optimized optimized() {
    return open.optimized();
  }

  /**
   * What to run for inputs of these types.
   *
   * @throws dev.assam.error.AssamException if a node refuses them
   */
  Executable executable(Map<Value, ValueType> types, Deadline deadline) {
    Bound bound = bindings.get(types);
    if (bound == null) {
      bound = bind(types, deadline);
      bindings.put(types, bound);
      if (bindings.size() > MAX_BINDINGS) {
        Map<Value, ValueType> oldest = bindings.keySet().iterator().next();
        close(bindings.remove(oldest));
      }
    }
    return bound.executable();
  }

  private Bound bind(Map<Value, ValueType> types, Deadline deadline) {
    // By the model's own graph, so that errors name its nodes.
    TypeInference.infer(graph, types, deadline);
    if (pipeline == null) {
      return open;
    }
    Optimized optimized = pipeline.run(open.optimized().graph(), types, deadline);
    return optimized.graph() == open.optimized().graph() ? open : compiled(optimized);
  }

  private void close(Bound bound) {
    if (bound != open) {
      bound.close();
    }
  }

  @Override
  public void close() {
    bindings.values().forEach(this::close);
    bindings.clear();
    open.close();
  }
}
