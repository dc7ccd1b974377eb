package dev.assam.graph;

import dev.assam.op.Subgraph;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes in an order in which each comes after the producers of its inputs. As the body of a control
 * flow operator a graph may use values of the graphs around it.
 *
 * @param constants the values known from the start; an input among them has a default
 */
public record Graph(
    String name,
    List<Value> inputs,
    List<Value> outputs,
    List<Node> nodes,
    Map<Value, Tensor> constants)
    implements Subgraph {
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
  }

  @Override
  public int inputCount() {
    return inputs.size();
  }

  @Override
  public int requiredInputCount() {
    int count = inputs.size();
    while (count > 0 && constants.containsKey(inputs.get(count - 1))) {
      count--;
    }
    return count;
  }

  @Override
  public int outputCount() {
    return outputs.size();
  }

  @Override
  public ValueType declaredOutput(int i) {
    return outputs.get(i).declared();
  }

  /** The bodies among a node's attributes. */
  public static List<Graph> bodies(Node node) {
    List<Graph> bodies = new ArrayList<>();
    for (Subgraph subgraph : node.op().subgraphs()) {
      bodies.add((Graph) subgraph);
    }
    return bodies;
  }

  /** Values of the graphs around this one that it, or a body inside it, uses. */
  public Set<Value> captures() {
    Set<Value> own = new HashSet<>(inputs);
    own.addAll(constants.keySet());
    for (Node node : nodes) {
      own.addAll(node.outputs());
    }
    Set<Value> captures = new LinkedHashSet<>();
    for (Node node : nodes) {
      for (Value input : uses(node)) {
        if (!own.contains(input)) {
          captures.add(input);
        }
      }
    }
    for (Value output : outputs) {
      if (!own.contains(output)) {
        captures.add(output);
      }
    }
    return captures;
  }

  /** What a node needs: its inputs, and what its bodies use of the graphs around them. */
  public static Set<Value> uses(Node node) {
    Set<Value> uses = new LinkedHashSet<>();
    for (Value input : node.inputs()) {
      if (input != null) {
        uses.add(input);
      }
    }
    for (Graph body : bodies(node)) {
      uses.addAll(body.captures());
    }
    return uses;
  }

  /** As {@link GraphPrinter} prints it. */
  @Override
  public String toString() {
    return GraphPrinter.print(this);
  }

  /** By identity: as an attribute a body is equal only to itself. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
