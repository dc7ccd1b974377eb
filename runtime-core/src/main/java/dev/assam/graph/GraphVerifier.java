package dev.assam.graph;

import dev.assam.error.ModelFormatException;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks that a graph is one: every value is defined exactly once and before its use, and every
 * node has an allowed number of inputs and outputs.
 */
public final class GraphVerifier {
  private GraphVerifier() {}

  /**
   * @throws ModelFormatException naming the node and the value
   */
  public static void verify(Graph graph) {
    verify(graph, new HashSet<>());
  }

  /** Leaves {@code defined}, the values of the graphs around, as it was. */
  private static void verify(Graph graph, Set<Value> defined) {
    Set<Value> own = new HashSet<>();
    for (Value input : graph.inputs()) {
      define(graph, input, defined, own);
    }
    Set<Value> inputs = new HashSet<>(own);
    for (Value constant : graph.constants().keySet()) {
      if (!inputs.contains(constant)) {
        define(graph, constant, defined, own);
      }
    }
    for (Node node : graph.nodes()) {
      node.op().type().checkArity(where(node), node.inputs().size(), node.outputs().size());
      for (Value input : node.inputs()) {
        if (input != null && !defined.contains(input)) {
          throw new ModelFormatException(
              where(node) + ": input \"" + input.name() + "\" is not defined before its use");
        }
      }
      for (Graph body : Graph.bodies(node)) {
        verify(body, defined);
      }
      for (Value output : node.outputs()) {
        if (output != null) {
          define(graph, output, defined, own);
        }
      }
    }
    for (Value output : graph.outputs()) {
      if (!defined.contains(output)) {
        throw new ModelFormatException(
            "graph \"" + graph.name() + "\": output \"" + output.name() + "\" is not defined");
      }
    }
    defined.removeAll(own);
  }

  private static void define(Graph graph, Value value, Set<Value> defined, Set<Value> own) {
    own.add(value);
    if (!defined.add(value)) {
      throw new ModelFormatException(
          "graph \"" + graph.name() + "\": value \"" + value.name() + "\" is defined twice");
    }
  }

  private static String where(Node node) {
    return node.op().type() + " at \"" + node.name() + "\"";
  }
}
