package dev.assam;

import dev.assam.backend.Backend;
import dev.assam.backend.Compiler;
import dev.assam.backend.Completion;
import dev.assam.backend.Executable;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.Profile;
import dev.assam.error.ShapeException;
import dev.assam.error.TypeException;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.optimize.Optimized;
import dev.assam.optimize.Pipeline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph made ready for a backend: optimised once as it is opened, and again for each set of input
 * types that it is run with; the latest of those are kept. Inputs with a default are constants
 * except in runs that give them.
 */
final class Prepared implements AutoCloseable {
  private static final int MAX_BINDINGS = 8;

  /** Constants of so few elements may tell other shapes, and are kept. */
  private static final int SMALL = 1024;

  private final Graph graph;
  private final Backend backend;
  private final long seed;
  private Compiler compiler;
  private final Pipeline pipeline;
  private final Optimized open;

  /** The input types for which {@link #open} was optimised. */
  private final Map<Value, ValueType> openTypes;

  private final Deciding deciding;
  private final Map<Key, Bound> bindings = new LinkedHashMap<>(16, 0.75f, true);

  /** Whether there is but one set of types that inputs without a default may have. */
  private final boolean once;

  private final boolean hasDefaults;
  private boolean isSettled;
  private Bound latest;

  /** What a plan is made for: types of inputs, and values of those that decide. */
  private record Key(Map<Value, ValueType> types, Map<Value, Long> values) {}

  /**
   * What is run for some input types.
   *
   * @param fixed inputs that are constants in it
   */
  private record Bound(
      Key key, Optimized optimized, Executable executable, Map<Value, Tensor> fixed) {
    /** Whether it is what these inputs need; allocates nothing. */
    boolean isFor(Given given) {
      int count = 0;
      for (int i = 0; i < given.count(); i++) {
        Datum value = given.value(i);
        if (value == null) {
          continue;
        }
        count++;
        ValueType type = key.types().get(given.input(i));
        boolean same =
            value instanceof Tensor tensor && type instanceof TensorType wanted
                ? tensor.dtype() == wanted.dtype() && tensor.shape().equals(wanted.shape())
                : value.type().equals(type);
        Long decided = key.values().get(given.input(i));
        if (!same || decided != null && decided != ((Tensor) value).getLong(0)) {
          return false;
        }
      }
      return count == key.types().size();
    }

    void close() {
      executable.close();
      optimized.release();
      fixed.values().forEach(Tensor::release);
    }
  }

  /**
   * @param types of the graph's inputs as far as they are known; if they are known well enough,
   *     everything is prepared for them at once
   */
  Prepared(Graph graph, Map<Value, ValueType> types, SessionOptions options, Deadline deadline) {
    this.graph = graph;
    boolean optimise =
        options.optimise() == null ? options.backend().wantsOptimised() : options.optimise();
    Set<String> without = new HashSet<>(options.withoutPasses());
    without.addAll(options.backend().unwantedPasses());
    this.pipeline = optimise ? new Pipeline(options.backend().layout(), without) : null;
    Map<Value, ValueType> required = new HashMap<>();
    boolean isStatic = true;
    for (Value input : graph.inputs()) {
      if (!graph.constants().containsKey(input)) {
        ValueType type = types.get(input);
        required.put(input, type);
        isStatic &=
            type instanceof TensorType tensor
                && tensor.dtype() != null
                && tensor.shape().isStatic();
      }
    }
    this.deciding = pipeline == null ? Deciding.NONE : Deciding.of(graph, types);
    this.once = isStatic && deciding.isEmpty();
    this.hasDefaults = required.size() < graph.inputs().size();
    this.backend = options.backend();
    this.seed = options.seed();
    this.compiler = backend.compiler(seed);
    this.openTypes = required;
    this.open = opened(deadline);
    try {
      if (once) {
        Key key = new Key(required, Map.of());
        latest = bind(key, deadline);
        bindings.put(key, latest);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** What is optimised once; nothing if a node refuses a default that runs may do without. */
  private Optimized opened(Deadline deadline) {
    Graph given = fixed(Set.of());
    try {
      return optimised(given, openTypes, deadline);
    } catch (ShapeException | TypeException e) {
      if (!hasDefaults) {
        throw e;
      }
      return new Optimized(given, List.of(), List.of());
    }
  }

  private Optimized optimised(Graph given, Map<Value, ValueType> types, Deadline deadline) {
    return pipeline == null
        ? new Optimized(given, List.of(), List.of())
        : pipeline.run(given, types, deadline);
  }

  /**
   * The graph with only those of its inputs left that have no default or are given in its place.
   */
  private Graph fixed(Set<Value> given) {
    List<Value> inputs = new ArrayList<>();
    Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
    for (Value input : graph.inputs()) {
      if (given.contains(input) || !constants.containsKey(input)) {
        inputs.add(input);
        constants.remove(input);
      }
    }
    return new Graph(graph.name(), inputs, graph.outputs(), graph.nodes(), constants);
  }

  /** A graph some of whose inputs have become constants. */
  private static Graph with(Graph graph, Map<Value, Tensor> values) {
    if (values.isEmpty()) {
      return graph;
    }
    List<Value> inputs = new ArrayList<>(graph.inputs());
    inputs.removeAll(values.keySet());
    Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.putAll(values);
    return new Graph(graph.name(), inputs, graph.outputs(), graph.nodes(), constants);
  }

  /** What the plan that was prepared or run last holds. */
  MemoryUse memory() {
    return latest == null ? MemoryUse.NONE : latest.executable().memory();
  }

  /** Where the nodes of that plan run. */
  Profile profile() {
    return latest == null ? Profile.NONE : latest.executable().profile();
  }

  /** Done once that plan can be run. */
  Completion<Boolean> ready() {
    return latest == null ? Completion.of(true) : latest.executable().ready();
  }

  /** Forgets everything that was prepared, after the backend's device was lost. */
  void renew() {
    bindings.values().forEach(Bound::close);
    bindings.clear();
    latest = null;
    compiler.close();
    compiler = backend.compiler(seed);
  }

  /** The graph as it was optimised when opened, and how. */
  Optimized optimized() {
    return open;
  }

  /**
   * What to run for these inputs.
   *
   * @throws dev.assam.error.AssamException if a node refuses them
   */
  Executable executable(Given given, Deadline deadline) {
    if (latest != null && latest.isFor(given)) {
      return latest.executable();
    }
    Map<Value, ValueType> types = new LinkedHashMap<>();
    for (int i = 0; i < given.count(); i++) {
      if (given.value(i) != null) {
        types.put(given.input(i), given.value(i).type());
      }
    }
    Key key = new Key(types, deciding.isEmpty() ? Map.of() : deciding.values(given));
    Bound bound = bindings.get(key);
    if (bound == null) {
      bound = bind(key, deadline);
      bindings.put(key, bound);
      if (bindings.size() > MAX_BINDINGS) {
        Key oldest = bindings.keySet().iterator().next();
        bindings.remove(oldest).close();
      }
    }
    latest = bound;
    return bound.executable();
  }

  /**
   * Gives back those of the model's weights that nobody will read again, if there is only one set
   * of input types; what is still needed comes out of the model's file.
   */
  void letGo(List<Tensor> weights) {
    if (!once || hasDefaults || isSettled) {
      return;
    }
    isSettled = true;
    Set<Tensor> used = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(open.graph(), used);
    for (Tensor weight : weights) {
      if (weight.storage().isFreed()) {
        continue;
      }
      if (pipeline != null && !used.contains(weight) && weight.size() > SMALL) {
        weight.release();
      } else {
        weight.storage().settle();
      }
    }
  }

  private static void collect(Graph graph, Set<Tensor> constants) {
    constants.addAll(graph.constants().values());
    for (Node node : graph.nodes()) {
      Graph.bodies(node).forEach(body -> collect(body, constants));
    }
  }

  private Bound bind(Key key, Deadline deadline) {
    Map<Value, ValueType> types = new LinkedHashMap<>(key.types());
    // By the model's own graph, so that errors name its nodes.
    TypeInference.infer(graph, types, deadline);
    Set<Value> overridden = new HashSet<>(types.keySet());
    overridden.retainAll(graph.constants().keySet());
    boolean asOpened = overridden.isEmpty() && SymbolicDims.areConsistent(types);
    Graph from = asOpened ? open.graph() : fixed(overridden);
    Map<Value, Tensor> values = new LinkedHashMap<>();
    key.values()
        .forEach((input, value) -> {
          TensorType type = (TensorType) types.remove(input);
          values.put(input, Tensor.ofLongs(type.dtype(), type.shape(), value));
        });
    Optimized optimized;
    if (asOpened && values.isEmpty() && types.equals(openTypes)) {
      optimized = new Optimized(open.graph(), List.of(), List.of());
    } else {
      try {
        optimized = optimised(with(from, values), types, deadline);
      } catch (ShapeException e) {
        // What passes believed of unknown dimensions does not hold for these.
        optimized = optimised(with(fixed(overridden), values), types, deadline);
      }
    }
    try {
      ExecutionPlan plan = ExecutionPlan.of(optimized.graph());
      Executable executable =
          compiler.compile(plan, types, disposable(optimized, overridden), deadline);
      values.values().forEach(Tensor::retain);
      return new Bound(key, optimized, executable, values);
    } catch (RuntimeException | Error e) {
      optimized.release();
      throw e;
    }
  }

  /**
   * The constants that only this plan reads: none if others may follow; else those that passes
   * computed, and the model's own unless a run may ask for the model with other defaults.
   */
  private Set<Tensor> disposable(Optimized optimized, Set<Value> overridden) {
    Set<Tensor> disposable = Collections.newSetFromMap(new IdentityHashMap<>());
    if (once && overridden.isEmpty()) {
      disposable.addAll(optimized.tensors());
      disposable.addAll(open.tensors());
      if (!hasDefaults) {
        disposable.addAll(graph.constants().values());
      }
    }
    return disposable;
  }

  @Override
  public void close() {
    bindings.values().forEach(Bound::close);
    bindings.clear();
    open.release();
    compiler.close();
  }
}
