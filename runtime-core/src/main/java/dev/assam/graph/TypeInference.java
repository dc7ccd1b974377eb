package dev.assam.graph;

import dev.assam.error.MemoryException;
import dev.assam.error.ShapeException;
import dev.assam.error.TypeException;
import dev.assam.memory.MemoryScope;
import dev.assam.op.Context;
import dev.assam.op.Deadline;
import dev.assam.op.Inputs;
import dev.assam.op.NotYetKnown;
import dev.assam.op.Subgraph;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the types of a graph's values as far as they follow from the types of its inputs, and the
 * values of what is computed from shapes and small constants, since other shapes depend on them.
 */
public final class TypeInference implements Context {
  /** Results of at most this many elements are computed when their inputs are known. */
  private static final int SMALL = 1024;

  private final Map<Value, ValueType> types = new HashMap<>();
  private final Map<Value, Tensor> known = new HashMap<>();
  private final Map<Value, long[]> sizes = new HashMap<>();
  private final Map<String, Integer> namedDims = new HashMap<>();
  private int unknownDims = -1;

  private final Deadline deadline;
  private final boolean trusting;

  private TypeInference(Deadline deadline, boolean trusting) {
    this.deadline = deadline;
    this.trusting = trusting;
  }

  /** As {@link #infer(Graph, Map, Deadline)}, however long it takes. */
  public static Map<Value, ValueType> infer(Graph graph, Map<Value, ? extends ValueType> inputs) {
    return infer(graph, inputs, Deadline.NONE);
  }

  /**
   * The types of the graph's values, bodies included, as far as they are known.
   *
   * @param inputs types of graph inputs that are more exact than the declared ones
   * @throws dev.assam.error.AssamException if a node refuses its inputs
   */
  @SuppressWarnings("try")
  public static Map<Value, ValueType> infer(
      Graph graph, Map<Value, ? extends ValueType> inputs, Deadline deadline) {
    TypeInference inference = new TypeInference(deadline, true);
    try (MemoryScope scope = MemoryScope.open()) {
      inference.start(graph, inputs);
    }
    return inference.types;
  }

  /**
   * The types of the graph's values as far as they follow from those of its inputs; what the model
   * states for other values is not believed.
   *
   * @throws dev.assam.error.AssamException if a node refuses its inputs
   */
  @SuppressWarnings("try")
  public static Map<Value, ValueType> follow(
      Graph graph, Map<Value, ? extends ValueType> inputs, Deadline deadline) {
    try (MemoryScope scope = MemoryScope.open()) {
      return of(graph, inputs, deadline).types;
    }
  }

  /**
   * An inference that can be continued with further nodes. It believes shapes that follow from the
   * inputs' only, not those that the model states for other values; an input that has a default and
   * no type given is that default. The values it finds belong to the current memory scope.
   */
  public static TypeInference of(
      Graph graph, Map<Value, ? extends ValueType> inputs, Deadline deadline) {
    TypeInference inference = new TypeInference(deadline, false);
    inference.start(graph, inputs);
    return inference;
  }

  private void start(Graph graph, Map<Value, ? extends ValueType> inputs) {
    for (Value input : graph.inputs()) {
      if (!trusting && !inputs.containsKey(input) && graph.constants().containsKey(input)) {
        define(input, graph.constants().get(input));
        continue;
      }
      ValueType type = inputs.get(input);
      put(input, type == null ? input.declared() : type);
    }
    graph(graph);
  }

  /** The type of a value, or null. */
  public ValueType type(Value value) {
    return types.get(value);
  }

  /** The value of a constant, or of what is computed from shapes and small constants; or null. */
  public Tensor known(Value value) {
    return known.get(value);
  }

  /** Adds a constant. */
  public void define(Value value, Tensor tensor) {
    types.put(value, tensor.type());
    known.put(value, tensor);
  }

  /** Adds a type that the caller knows. */
  public void define(Value value, ValueType type) {
    put(value, type);
  }

  private void graph(Graph graph) {
    Set<Value> inputs = new HashSet<>(graph.inputs());
    for (Map.Entry<Value, Tensor> constant : graph.constants().entrySet()) {
      if (!inputs.contains(constant.getKey())) {
        types.put(constant.getKey(), constant.getValue().type());
        // Weights that a backend has packed are not there any more.
        if (!constant.getValue().storage().isFreed()) {
          known.put(constant.getKey(), constant.getValue());
        }
      }
    }
    for (Node node : graph.nodes()) {
      node(node);
    }
  }

  /**
   * Adds a node, whose outputs may have had types before.
   *
   * @throws dev.assam.error.AssamException if it refuses its inputs
   */
  public void node(Node node) {
    if (deadline.isOver()) {
      throw Inputs.timeout(node.op(), node.name(), deadline);
    }
    // A body may have been inferred before, for other arguments.
    for (Value output : node.outputs()) {
      types.remove(output);
      known.remove(output);
      sizes.remove(output);
    }
    Inputs in = inputs(node);
    try {
      List<? extends ValueType> outputs = node.op().infer(in);
      boolean small = node.op().type().pure() && node.op().subgraphs().isEmpty();
      for (int i = 0; i < node.outputs().size(); i++) {
        Value output = node.outputs().get(i);
        if (output != null && i < outputs.size()) {
          check(node, output, outputs.get(i));
          put(output, trusting ? refined(outputs.get(i), output.declared()) : outputs.get(i));
          small &= isSmall(outputs.get(i));
        }
      }
      if (!trusting && node.outputs().size() == 1 && isSizes(node.outputs().get(0))) {
        sizes.put(node.outputs().get(0), node.op().sizes(in));
      }
      if (small) {
        evaluate(node, in);
      }
    } catch (MemoryException e) {
      throw e.at(Inputs.describe(node.op(), node.name()));
    } catch (NotYetKnown e) {
      for (Value output : node.outputs()) {
        if (output != null && output.declared() != null) {
          types.putIfAbsent(output, trusting ? output.declared() : anyShape(output.declared()));
        }
      }
    }
  }

  /** What a node's operator sees of its inputs. */
  public Inputs inputs(Node node) {
    int count = node.inputs().size();
    ValueType[] inputTypes = new ValueType[count];
    Datum[] inputValues = new Datum[count];
    long[][] inputSizes = new long[count][];
    boolean[] present = new boolean[count];
    for (int i = 0; i < count; i++) {
      Value input = node.inputs().get(i);
      present[i] = input != null;
      inputTypes[i] = types.get(input);
      inputValues[i] = known.get(input);
      inputSizes[i] = sizes.get(input);
    }
    return new Inputs(
        node.op(), node.name(), inputTypes, inputValues, inputSizes, present, wanted(node), this);
  }

  @SuppressWarnings("try")
  private void evaluate(Node node, Inputs in) {
    List<? extends Datum> results;
    try (MemoryScope scope = MemoryScope.open()) {
      results = node.op().reference(in);
      results.forEach(Datum::retain);
    }
    results.forEach(Datum::handOver);
    for (int i = 0; i < node.outputs().size() && i < results.size(); i++) {
      if (node.outputs().get(i) != null && results.get(i) instanceof Tensor tensor) {
        known.put(node.outputs().get(i), tensor);
        types.put(node.outputs().get(i), tensor.type());
      }
    }
  }

  /** Which outputs of a node are taken. */
  public static boolean[] wanted(Node node) {
    boolean[] wanted = new boolean[node.outputs().size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = node.outputs().get(i) != null;
    }
    return wanted;
  }

  /** The inferred type with what the model states of unknown dimensions, if that fits. */
  private static ValueType refined(ValueType type, ValueType declared) {
    if (type instanceof TensorType found
        && declared instanceof TensorType stated
        && !found.shape().isStatic()
        && found.shape().fits(stated.shape())) {
      return new TensorType(found.dtype(), found.shape().refined(stated.shape()));
    }
    return type;
  }

  private static ValueType anyShape(ValueType type) {
    return type instanceof TensorType tensor ? new TensorType(tensor.dtype(), Shape.UNKNOWN) : type;
  }

  /** Whether a value may be made of sizes that are known in part. */
  private boolean isSizes(Value value) {
    return value != null
        && types.get(value) instanceof TensorType type
        && (type.dtype() == DType.INT64 || type.dtype() == DType.INT32)
        && type.shape().hasRank()
        && type.shape().rank() <= 1;
  }

  private void put(Value value, ValueType type) {
    if (type != null) {
      types.put(value, trusting ? type : numbered(type));
    }
  }

  /** The type with a number for each unknown dimension that has none, one for all of one name. */
  private ValueType numbered(ValueType type) {
    if (!(type instanceof TensorType tensor)
        || !tensor.shape().hasRank()
        || tensor.shape().isStatic()) {
      return type;
    }
    int[] dims = tensor.shape().toArray();
    for (int i = 0; i < dims.length; i++) {
      String name = tensor.shape().ownName(i);
      if (dims[i] == -1) {
        dims[i] =
            name == null ? --unknownDims : namedDims.computeIfAbsent(name, n -> --unknownDims);
      }
    }
    return new TensorType(tensor.dtype(), Shape.of(dims));
  }

  private static boolean isSmall(ValueType type) {
    return type instanceof TensorType tensor
        && tensor.shape().isStatic()
        && tensor.shape().elements() <= SMALL;
  }

  private static void check(Node node, Value output, ValueType type) {
    if (type instanceof TensorType inferred
        && output.declared() instanceof TensorType declared
        && inferred.dtype() != null
        && declared.dtype() != null
        && inferred.dtype() != declared.dtype()) {
      throw new TypeException(
          Inputs.describe(node.op(), node.name())
              + ": output \""
              + output.name()
              + "\" is declared as "
              + declared
              + " but is "
              + inferred);
    }
  }

  @Override
  public List<ValueType> infer(Subgraph body, List<? extends ValueType> arguments) {
    Graph graph = (Graph) body;
    for (int i = 0; i < graph.inputs().size(); i++) {
      ValueType argument = i < arguments.size() ? arguments.get(i) : null;
      put(graph.inputs().get(i), argument == null ? graph.inputs().get(i).declared() : argument);
    }
    List<ValueType> results = new ArrayList<>();
    try {
      graph(graph);
      for (Value output : graph.outputs()) {
        results.add(types.get(output));
      }
    } catch (ShapeException e) {
      // A branch that is never taken may not fit; the run reports it if it is.
      results.clear();
      for (Value output : graph.outputs()) {
        results.add(output.declared());
      }
    }
    return results;
  }

  @Override
  public List<Datum> run(Subgraph body, List<? extends Datum> arguments) {
    throw new IllegalStateException("bodies are not run during inference");
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public long nextSeed() {
    throw new IllegalStateException("random operators are not run during inference");
  }

  /** Whether a value of the first type can be given where the second is declared. */
  public static boolean fits(ValueType given, ValueType declared) {
    if (declared == null || given == null) {
      return true;
    }
    if (given instanceof TensorType g && declared instanceof TensorType d) {
      return fits(g, d);
    }
    if (given instanceof SequenceType g && declared instanceof SequenceType d) {
      return fits(g.element(), d.element());
    }
    if (given instanceof OptionalType g && declared instanceof OptionalType d) {
      return fits(g.element(), d.element());
    }
    return given.getClass() == declared.getClass();
  }

  private static boolean fits(TensorType given, TensorType declared) {
    if (declared.dtype() != null && given.dtype() != declared.dtype()) {
      return false;
    }
    if (!declared.shape().hasRank() || !given.shape().hasRank()) {
      return true;
    }
    if (given.shape().rank() != declared.shape().rank()) {
      return false;
    }
    for (int i = 0; i < given.shape().rank(); i++) {
      int dim = given.shape().dim(i);
      if (declared.shape().dim(i) >= 0 && dim >= 0 && declared.shape().dim(i) != dim) {
        return false;
      }
    }
    return true;
  }
}
