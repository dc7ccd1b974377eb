package dev.assam.graph;

import dev.assam.op.Inputs;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.Map;

/** Prints a graph, one node a line, with types where they are known. */
public final class GraphPrinter {
  private final StringBuilder out = new StringBuilder();
  private final Map<Value, ValueType> types;

  private GraphPrinter(Map<Value, ValueType> types) {
    this.types = types;
  }

  /** The graph with the types the model declares. */
  public static String print(Graph graph) {
    return print(graph, Map.of());
  }

  /** The graph with these types, and the declared ones for other values. */
  public static String print(Graph graph, Map<Value, ValueType> types) {
    GraphPrinter printer = new GraphPrinter(types);
    printer.graph(graph, "");
    return printer.out.toString();
  }

  private void graph(Graph graph, String indent) {
    out.append(indent).append("graph ").append(graph.name()).append(" (");
    String separator = "";
    for (Value input : graph.inputs()) {
      out.append(separator).append(typed(input));
      separator = ", ";
    }
    out.append(") {\n");
    for (Map.Entry<Value, Tensor> constant : graph.constants().entrySet()) {
      out.append(indent).append("  const ").append(constant.getKey()).append(": ");
      out.append(constant.getValue()).append('\n');
    }
    for (Node node : graph.nodes()) {
      node(node, indent + "  ");
    }
    out.append(indent).append("  return ");
    separator = "";
    for (Value output : graph.outputs()) {
      out.append(separator).append(typed(output));
      separator = ", ";
    }
    out.append('\n').append(indent).append("}\n");
  }

  private void node(Node node, String indent) {
    out.append(indent);
    String separator = "";
    for (Value output : node.outputs()) {
      out.append(separator).append(output == null ? "_" : typed(output));
      separator = ", ";
    }
    String text = Inputs.describe(node.op(), node.name());
    int at = text.lastIndexOf(" at \"");
    boolean body = !node.op().subgraphs().isEmpty();
    out.append(" = ").append(body ? node.op().type().name() : text.substring(0, at)).append(" [");
    separator = "";
    for (Value input : node.inputs()) {
      out.append(separator).append(input == null ? "_" : input);
      separator = ", ";
    }
    out.append("]  # ").append(node.name()).append('\n');
    for (Graph inner : Graph.bodies(node)) {
      graph(inner, indent + "  ");
    }
  }

  private String typed(Value value) {
    ValueType type = types.get(value);
    if (type == null) {
      type = value.declared();
    }
    return type == null ? value.toString() : value + ": " + type;
  }
}
