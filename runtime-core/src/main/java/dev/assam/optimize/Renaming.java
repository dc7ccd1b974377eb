package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.Subgraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Nodes and graphs that use other values, or have other bodies. */
final class Renaming {
  private Renaming() {}

  /** The node with inputs replaced, in its bodies, too. */
  static Node of(Node node, Map<Value, Value> names) {
    return new Node(
        node.name(),
        withBodies(node.op(), body -> of(body, names)),
        of(node.inputs(), names),
        node.outputs());
  }

  /** The body with what it uses of the graphs around replaced. */
  static Graph of(Graph body, Map<Value, Value> names) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : body.nodes()) {
      nodes.add(of(node, names));
    }
    return new Graph(
        body.name(), body.inputs(), of(body.outputs(), names), nodes, body.constants());
  }

  private static List<Value> of(List<Value> values, Map<Value, Value> names) {
    List<Value> renamed = new ArrayList<>();
    for (Value value : values) {
      renamed.add(value == null ? null : names.getOrDefault(value, value));
    }
    return renamed;
  }

  /** The operator with each body replaced; itself if they all stay what they are. */
  static Op withBodies(Op op, UnaryOperator<Graph> change) {
    List<Subgraph> bodies = new ArrayList<>();
    boolean changed = false;
    for (Subgraph body : op.subgraphs()) {
      Graph other = change.apply((Graph) body);
      changed |= other != body;
      bodies.add(other);
    }
    return changed ? op.withSubgraphs(bodies) : op;
  }
}
