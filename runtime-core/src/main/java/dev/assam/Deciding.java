package dev.assam;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.control.If;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs that decide which branch of an If is taken: single integers or booleans, such as a
 * sample rate, on which nothing but constants adds to its condition. A graph is prepared for each
 * of their values, as far as there are few.
 */
final class Deciding {
  /** Once more values than these were seen, the graph is prepared for any value. */
  private static final int MOST_VALUES = 4;

  /** No such inputs. */
  static final Deciding NONE = new Deciding(Set.of());

  private final Set<Value> inputs;
  private final Set<Map<Value, Long>> seen = new HashSet<>();

  private Deciding(Set<Value> inputs) {
    this.inputs = inputs;
  }

  /** Those of a graph that have no default. */
  static Deciding of(Graph graph, Map<Value, ValueType> types) {
    Map<Value, Node> makers = new HashMap<>();
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> makers.put(output, node));
    }
    Set<Value> inputs = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof If) {
        inputs.addAll(behind(node.inputs().get(0), makers, graph, types));
      }
    }
    inputs.removeAll(graph.constants().keySet());
    return inputs.isEmpty() ? NONE : new Deciding(inputs);
  }

  /** The inputs that a condition is computed from; none unless all are single values. */
  private static Set<Value> behind(
      Value condition, Map<Value, Node> makers, Graph graph, Map<Value, ValueType> types) {
    Set<Value> found = new LinkedHashSet<>();
    List<Value> open = new ArrayList<>(List.of(condition));
    Set<Value> done = new HashSet<>();
    while (!open.isEmpty()) {
      Value value = open.remove(open.size() - 1);
      if (!done.add(value) || graph.constants().containsKey(value)) {
        continue;
      }
      Node maker = makers.get(value);
      if (maker != null) {
        open.addAll(Graph.uses(maker));
      } else if (isSingle(types.get(value))) {
        found.add(value);
      } else {
        return Set.of();
      }
    }
    return found;
  }

  private static boolean isSingle(ValueType type) {
    return type instanceof TensorType tensor
        && tensor.dtype() != null
        && (tensor.dtype() == DType.BOOL || DTypes.INTEGERS.contains(tensor.dtype()))
        && tensor.shape().isStatic()
        && tensor.shape().elements() == 1;
  }

  boolean isEmpty() {
    return inputs.isEmpty();
  }

  /** What these inputs are in a run; empty if the run is to be prepared for any values. */
  Map<Value, Long> values(Map<Value, Datum> given) {
    Map<Value, Long> values = new LinkedHashMap<>();
    for (Value input : inputs) {
      if (given.get(input) instanceof Tensor tensor) {
        values.put(input, tensor.getLong(0));
      }
    }
    if (!seen.contains(values)) {
      if (seen.size() == MOST_VALUES) {
        return Map.of();
      }
      seen.add(values);
    }
    return values;
  }
}
