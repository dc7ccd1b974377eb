package dev.assam.onnx;

import dev.assam.error.UnsupportedException;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Attributes;
import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Ops;
import dev.assam.op.gradient.Formula;
import dev.assam.op.gradient.SumLike;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;

/**
 * Makes a node Gradient into nodes that compute Σ ∂y/∂x for each of the tensors x, going backward
 * from y through the nodes before it. The tensors x and z cut the graph: what they were computed
 * from does not matter, and where the node's inputs are others than they, the nodes between them
 * and y are repeated for those.
 */
final class GradientBuilder {
  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Value, Value> gradients = new HashMap<>();
  private final GradientRules rules = new GradientRules(this);

  /**
   * @param name of the node, for messages and for the names of the new values
   */
  GradientBuilder(String name) {
    this.name = name;
  }

  /**
   * The nodes that compute the gradients.
   *
   * @param before the nodes of the graph so far
   * @param cuts the tensors x and then the tensors z
   * @param inputs what stands for them, one each
   * @param outputs where the gradients go, one for each x, null where nobody takes it
   * @throws UnsupportedException if y depends on an x through a node without a derivative
   */
  List<Node> build(
      List<Node> before, List<Value> cuts, List<Value> inputs, Value y, List<Value> outputs) {
    List<Node> path = path(before, new HashSet<>(cuts), y);
    Map<Value, Value> meant = new HashMap<>();
    if (cuts.equals(inputs)) {
      cuts.forEach(cut -> meant.put(cut, cut));
    } else {
      for (int i = 0; i < cuts.size(); i++) {
        meant.put(cuts.get(i), emit("Identity", Map.of(), inputs.get(i)));
      }
      path = repeat(path, meant);
    }
    Set<Value> active = new HashSet<>();
    for (int i = 0; i < outputs.size(); i++) {
      active.add(meant.get(cuts.get(i)));
    }
    for (Node node : path) {
      for (Value use : Graph.uses(node)) {
        if (active.contains(use)) {
          active.addAll(node.outputs());
          break;
        }
      }
    }
    Value end = meant.getOrDefault(y, y);
    gradients.put(end, emit(new Formula("∂y/∂y", Expr.c(1), 0), end));
    for (ListIterator<Node> i = path.listIterator(path.size()); i.hasPrevious(); ) {
      backward(i.previous(), active);
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i) != null) {
        Value x = meant.get(cuts.get(i));
        Value gradient = gradients.get(x);
        if (gradient == null) {
          gradient = emit(new Formula("0", Expr.c(0), 0), x);
        }
        nodes.add(
            new Node(
                name + "/output_" + i,
                create("Identity", Map.of()),
                List.of(gradient),
                List.of(outputs.get(i))));
      }
    }
    return nodes;
  }

  /** The nodes between the cuts and y, in order. */
  private static List<Node> path(List<Node> before, Set<Value> cuts, Value y) {
    Set<Value> needed = new HashSet<>();
    needed.add(y);
    List<Node> path = new ArrayList<>();
    for (ListIterator<Node> i = before.listIterator(before.size()); i.hasPrevious(); ) {
      Node node = i.previous();
      for (Value output : node.outputs()) {
        if (output != null && needed.contains(output) && !cuts.contains(output)) {
          path.add(node);
          needed.addAll(Graph.uses(node));
          break;
        }
      }
    }
    Collections.reverse(path);
    return path;
  }

  /** The nodes again where they depend on what stands for another value. */
  private List<Node> repeat(List<Node> path, Map<Value, Value> meant) {
    List<Node> repeated = new ArrayList<>();
    for (Node node : path) {
      boolean depends = false;
      for (Value use : Graph.uses(node)) {
        depends |= meant.containsKey(use);
      }
      if (!depends) {
        continue;
      }
      if (!node.op().subgraphs().isEmpty()) {
        throw noDerivative(node);
      }
      List<Value> inputs = new ArrayList<>();
      for (Value input : node.inputs()) {
        inputs.add(meant.getOrDefault(input, input));
      }
      List<Value> outputs = new ArrayList<>();
      for (Value output : node.outputs()) {
        outputs.add(output == null ? null : new Value(name + "/" + output.name(), null));
      }
      for (int i = 0; i < outputs.size(); i++) {
        meant.putIfAbsent(node.outputs().get(i), outputs.get(i));
      }
      Node copy = new Node(name + "/" + node.name(), node.op(), inputs, outputs);
      nodes.add(copy);
      repeated.add(copy);
    }
    return repeated;
  }

  private void backward(Node node, Set<Value> active) {
    Value gradient = gradients.get(node.outputs().get(0));
    for (int i = 1; i < node.outputs().size(); i++) {
      if (gradients.containsKey(node.outputs().get(i))) {
        throw noDerivative(node);
      }
    }
    if (gradient == null) {
      return;
    }
    for (Value use : Graph.uses(node)) {
      if (active.contains(use) && !node.inputs().contains(use)) {
        throw noDerivative(node);
      }
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.inputs().get(i);
      if (input != null && active.contains(input)) {
        Value share = rules.share(node, i, gradient);
        if (share != null) {
          Value sum = gradients.get(input);
          gradients.put(input, sum == null ? share : emit("Add", Map.of(), sum, share));
        }
      }
    }
  }

  UnsupportedException noDerivative(Node node) {
    return new UnsupportedException(
        "Gradient at \""
            + name
            + "\": "
            + node.op().type()
            + " at \""
            + node.name()
            + "\" has no derivative (allowed: elementwise operators, "
            + GradientRules.NAMES
            + ")");
  }

  Value emit(String op, Map<String, Object> attributes, Value... inputs) {
    return emit(create(op, attributes), inputs);
  }

  Value emit(Op op, Value... inputs) {
    String label = name + "/" + op.type().name() + "_" + nodes.size();
    Value output = new Value(label, null);
    List<Value> list = new ArrayList<>();
    for (Value input : inputs) {
      list.add(input);
    }
    nodes.add(new Node(label, op, list, List.of(output)));
    return output;
  }

  /** X summed to the shape of another value. */
  Value sumLike(Value x, Value like) {
    return emit(new SumLike(), x, like);
  }

  private Op create(String op, Map<String, Object> attributes) {
    OpType<?> type = Ops.find("", op);
    if (type == null) {
      throw new UnsupportedException("Gradient at \"" + name + "\" needs the operator " + op);
    }
    return type.create(Ops.MAX_OPSET, new Attributes(name, attributes));
  }
}
