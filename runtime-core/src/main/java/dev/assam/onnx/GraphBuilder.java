package dev.assam.onnx;

import dev.assam.error.ModelFormatException;
import dev.assam.error.UnsupportedException;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Attributes;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Ops;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link Graph} of {@link Proto}: names become values, calls of the model's own functions
 * are replaced by their bodies, nodes are put in order.
 */
final class GraphBuilder {
  /** Bodies and calls of functions inside each other; whoever walks graphs recurses so deep. */
  private static final int MAX_DEPTH = 100;

  /** What calls of functions may add to a model, in values, names and numbers; they multiply. */
  private static final int MAX_INLINED = 500_000;

  /** Nodes that all nodes Gradient together may look at and add. */
  private static final int MAX_DIFFERENTIATED = 1_000_000;

  private final Proto.Model model;
  private final List<Tensor> tensors = new ArrayList<>();
  private final Set<String> unsupported = new LinkedHashSet<>();
  private long inlined;
  private long differentiated;

  GraphBuilder(Proto.Model model) {
    this.model = model;
  }

  Graph build() {
    Integer opset = model.opsets.get("");
    if (opset != null && opset > Ops.MAX_OPSET) {
      throw new UnsupportedException(
          "the model imports ai.onnx opset " + opset + " (supported up to " + Ops.MAX_OPSET + ")");
    }
    return graph(model.graph, new Scope(null, 0, "", model.opsets, Map.of()));
  }

  /** Every tensor of the model: initialisers and attributes. */
  List<Tensor> tensors() {
    return List.copyOf(tensors);
  }

  /** One line for each kind of node that cannot be run. */
  List<String> unsupported() {
    return List.copyOf(unsupported);
  }

  /** The names that can be seen at a place, and what a function's body was called with. */
  private static final class Scope {
    final Scope outer;
    final int depth;
    final String prefix;
    final Map<String, Integer> opsets;
    final Map<String, Proto.Attribute> arguments;
    final Map<String, Value> values = new LinkedHashMap<>();

    /** What a function's results are called where it is called. */
    final Map<String, String> resultNames = new LinkedHashMap<>();

    final Set<String> activeFunctions = new LinkedHashSet<>();

    Scope(
        Scope outer,
        int depth,
        String prefix,
        Map<String, Integer> opsets,
        Map<String, Proto.Attribute> arguments) {
      this.outer = outer;
      this.depth = depth;
      this.prefix = prefix;
      this.opsets = opsets;
      this.arguments = arguments;
      if (outer != null) {
        activeFunctions.addAll(outer.activeFunctions);
      }
      if (depth > MAX_DEPTH) {
        throw new ModelFormatException(
            "graphs and functions inside each other, "
                + depth
                + " deep (allowed: "
                + MAX_DEPTH
                + ") at \""
                + prefix
                + "\"");
      }
    }

    Value find(String name) {
      for (Scope scope = this; scope != null; scope = scope.outer) {
        Value value = scope.values.get(name);
        if (value != null) {
          return value;
        }
      }
      return null;
    }

    static ModelFormatException twice(String where, Value value) {
      return new ModelFormatException(where + ": value \"" + value.name() + "\" is defined twice");
    }

    /** What a value of this name is called in the whole model. */
    String nameOf(String name) {
      String result = resultNames.get(name);
      return result == null ? prefix + name : result;
    }

    Value define(String name, ValueType type, String where) {
      Value value = new Value(nameOf(name), type);
      if (values.put(name, value) != null) {
        throw twice(where, value);
      }
      return value;
    }
  }

  private Graph graph(Proto.Graph proto, Scope scope) {
    spend(scope, proto.inputs.size() + proto.initializers.size() + proto.outputs.size());
    String where = "graph \"" + proto.name + "\"";
    List<Value> inputs = new ArrayList<>();
    for (Proto.NamedType info : proto.inputs) {
      inputs.add(scope.define(info.name(), info.type(), where));
    }
    Map<Value, Tensor> constants = new LinkedHashMap<>();
    for (Map.Entry<String, Tensor> entry : proto.initializers.entrySet()) {
      Value value = scope.values.get(entry.getKey());
      if (value == null) {
        value = scope.define(entry.getKey(), entry.getValue().type(), where);
      }
      tensors.add(entry.getValue());
      constants.put(value, entry.getValue());
    }
    Map<String, ValueType> declared = new LinkedHashMap<>(proto.infos);
    for (Proto.NamedType info : proto.outputs) {
      if (info.type() != null) {
        declared.put(info.name(), info.type());
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (Proto.Node node : NodeOrder.sort(proto.nodes, proto.name)) {
      node(node, scope, declared, nodes);
    }
    List<Value> outputs = new ArrayList<>();
    for (Proto.NamedType info : proto.outputs) {
      Value value = scope.find(info.name());
      if (value == null) {
        throw new ModelFormatException(where + ": output \"" + info.name() + "\" is not defined");
      }
      outputs.add(value);
    }
    return new Graph(proto.name.isEmpty() ? "main" : proto.name, inputs, outputs, nodes, constants);
  }

  private void node(
      Proto.Node proto, Scope scope, Map<String, ValueType> declared, List<Node> nodes) {
    spend(scope, 1L + proto.inputs.size() + proto.outputs.size() + proto.name.length() / 64);
    for (String output : proto.outputs) {
      spend(scope, output.length() / 64);
    }
    String name = scope.prefix + (proto.name.isEmpty() ? defaultName(proto) : proto.name);
    List<Value> inputs = new ArrayList<>();
    for (String input : proto.inputs) {
      Value value = input.isEmpty() ? null : scope.find(input);
      if (value == null && !input.isEmpty()) {
        throw new ModelFormatException(
            where(proto, name) + ": input \"" + input + "\" is not defined");
      }
      inputs.add(value);
    }
    while (!inputs.isEmpty() && inputs.get(inputs.size() - 1) == null) {
      inputs.remove(inputs.size() - 1);
    }
    Proto.Function function =
        model.functions.get(Proto.functionKey(proto.domain, proto.opType, proto.overload));
    if (function != null) {
      inline(function, proto, name, inputs, scope, declared, nodes);
      return;
    }
    if (proto.opType.equals("Gradient") && proto.domain.equals("ai.onnx.preview.training")) {
      gradient(proto, name, inputs, scope, declared, nodes);
      return;
    }
    Op op = op(proto, name, scope);
    List<Value> outputs = new ArrayList<>();
    for (String output : proto.outputs) {
      outputs.add(
          output.isEmpty() ? null : scope.define(output, declared.get(output), where(proto, name)));
    }
    op.type().checkArity(where(proto, name), inputs.size(), outputs.size());
    nodes.add(new Node(name, op, inputs, outputs));
  }

  private void gradient(
      Proto.Node proto,
      String name,
      List<Value> inputs,
      Scope scope,
      Map<String, ValueType> declared,
      List<Node> nodes) {
    Attributes attributes = attributes(proto, name, scope);
    attributes.require("xs");
    List<String> names = new ArrayList<>(attributes.getStrings("xs"));
    List<String> constants = attributes.getStrings("zs");
    int count = names.size();
    names.addAll(constants == null ? List.of() : constants);
    List<Value> cuts = new ArrayList<>();
    for (String cut : names) {
      cuts.add(named(cut, proto, name, scope));
    }
    Value y = named(attributes.getString("y"), proto, name, scope);
    if (proto.outputs.size() > count || inputs.size() != names.size() || inputs.contains(null)) {
      throw new ModelFormatException(
          where(proto, name)
              + ": "
              + inputs.size()
              + " inputs and "
              + proto.outputs.size()
              + " outputs (allowed: one input for each of xs and zs, one output for each of xs)");
    }
    List<Value> outputs = new ArrayList<>();
    for (String output : proto.outputs) {
      outputs.add(
          output.isEmpty() ? null : scope.define(output, declared.get(output), where(proto, name)));
    }
    try {
      List<Node> made = new GradientBuilder(name).build(nodes, cuts, inputs, y, outputs);
      differentiated += nodes.size() + made.size();
      if (differentiated > MAX_DIFFERENTIATED) {
        throw new ModelFormatException(
            where(proto, name) + ": gradients of more than " + MAX_DIFFERENTIATED + " nodes");
      }
      nodes.addAll(made);
    } catch (UnsupportedException e) {
      nodes.add(new Node(name, unsupported(proto, e.getMessage()), inputs, outputs));
    }
  }

  private static Value named(String value, Proto.Node proto, String name, Scope scope) {
    Value found = scope.find(value);
    if (found == null) {
      throw new ModelFormatException(
          where(proto, name) + ": tensor \"" + value + "\" is not defined before it");
    }
    return found;
  }

  private Op op(Proto.Node proto, String name, Scope scope) {
    OpType<?> type = Ops.find(proto.domain, proto.opType);
    Integer opset = scope.opsets.get(proto.domain);
    String where = where(proto, name);
    if (type == null) {
      return unsupported(
          proto,
          "operator "
              + (proto.domain.isEmpty() ? "" : proto.domain + ".")
              + proto.opType
              + (opset == null ? "" : " (opset " + opset + ")")
              + " is not known");
    }
    if (opset == null) {
      throw new ModelFormatException(
          where
              + ": the model does not import the operator set "
              + (proto.domain.isEmpty() ? "ai.onnx" : proto.domain));
    }
    Attributes attributes = attributes(proto, name, scope);
    try {
      return type.create(opset, attributes);
    } catch (UnsupportedException e) {
      return unsupported(proto, e.getMessage());
    }
  }

  private Attributes attributes(Proto.Node proto, String name, Scope scope) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Proto.Attribute attribute : proto.attributes) {
      Proto.Attribute meant = attribute;
      if (!attribute.reference().isEmpty()) {
        meant = scope.arguments.get(attribute.reference());
      }
      if (meant != null) {
        values.put(attribute.name(), value(meant.value(), scope));
      }
    }
    return new Attributes(where(proto, name), values);
  }

  private Object value(Object value, Scope scope) {
    if (value instanceof Proto.Graph body) {
      return graph(
          body, new Scope(scope, scope.depth + 1, scope.prefix, scope.opsets, scope.arguments));
    }
    if (value instanceof Tensor tensor) {
      tensors.add(tensor);
    }
    if (value instanceof List<?> list) {
      spend(scope, list.size());
      List<Object> values = new ArrayList<>();
      for (Object element : list) {
        values.add(value(element, scope));
      }
      return values;
    }
    return value;
  }

  private Op unsupported(Proto.Node proto, String reason) {
    unsupported.add(reason);
    return new UnsupportedOp(proto.domain, proto.opType, reason);
  }

  private void inline(
      Proto.Function function,
      Proto.Node call,
      String name,
      List<Value> inputs,
      Scope scope,
      Map<String, ValueType> declared,
      List<Node> nodes) {
    String key = Proto.functionKey(function.domain, function.name, function.overload);
    if (scope.activeFunctions.contains(key)) {
      throw new ModelFormatException(
          where(call, name) + ": function " + function.name + " calls itself");
    }
    if (inputs.size() > function.inputs.size() || call.outputs.size() > function.outputs.size()) {
      throw new ModelFormatException(
          where(call, name) + ": more inputs or outputs than its function has");
    }
    Map<String, Proto.Attribute> arguments = new LinkedHashMap<>();
    for (Proto.Attribute attribute : function.defaults) {
      arguments.put(attribute.name(), attribute);
    }
    for (Proto.Attribute attribute : call.attributes) {
      Proto.Attribute meant =
          attribute.reference().isEmpty() ? attribute : scope.arguments.get(attribute.reference());
      if (meant != null) {
        arguments.put(attribute.name(), meant);
      }
    }
    Scope inner = new Scope(null, scope.depth + 1, name + "/", function.opsets, arguments);
    inner.activeFunctions.addAll(scope.activeFunctions);
    inner.activeFunctions.add(key);
    for (int i = 0; i < function.inputs.size(); i++) {
      inner.values.put(function.inputs.get(i), i < inputs.size() ? inputs.get(i) : null);
    }
    Map<String, ValueType> innerDeclared = new LinkedHashMap<>(function.infos);
    for (int i = 0; i < call.outputs.size(); i++) {
      innerDeclared.put(function.outputs.get(i), declared.get(call.outputs.get(i)));
      if (!call.outputs.get(i).isEmpty()) {
        inner.resultNames.put(function.outputs.get(i), scope.nameOf(call.outputs.get(i)));
      }
    }
    for (Proto.Node node : NodeOrder.sort(function.nodes, function.name)) {
      Proto.Node copy = withAbsentInputs(node, inner);
      node(copy, inner, innerDeclared, nodes);
    }
    for (int i = 0; i < call.outputs.size(); i++) {
      String output = call.outputs.get(i);
      Value value = inner.values.get(function.outputs.get(i));
      if (value == null) {
        throw new ModelFormatException(
            where(call, name)
                + ": its function does not define \""
                + function.outputs.get(i)
                + "\"");
      }
      if (!output.isEmpty() && !value.name().equals(scope.nameOf(output))) {
        // The function passes one of its inputs on, or one value twice.
        Value copy = scope.define(output, declared.get(output), where(call, name));
        nodes.add(new Node(name + "/" + output, identity(), List.of(value), List.of(copy)));
      } else if (!output.isEmpty() && scope.values.put(output, value) != null) {
        throw Scope.twice(where(call, name), value);
      }
    }
  }

  private static Op identity() {
    return Ops.find("", "Identity")
        .create(Ops.MAX_OPSET, new Attributes("Identity", new LinkedHashMap<>()));
  }

  /** Inside a function every node costs something, each time that the function is called. */
  private void spend(Scope scope, long units) {
    if (!scope.activeFunctions.isEmpty()) {
      inlined += units * (1 + scope.prefix.length() / 64);
      if (inlined > MAX_INLINED) {
        throw new ModelFormatException(
            "calls of functions add more than "
                + MAX_INLINED
                + " nodes, values and numbers to the model; the last is \""
                + scope.prefix
                + "\"");
      }
    }
  }

  /** Inside a function, an input that the call leaves out is left out of the nodes that use it. */
  private static Proto.Node withAbsentInputs(Proto.Node node, Scope scope) {
    Proto.Node copy = new Proto.Node();
    copy.name = node.name;
    copy.domain = node.domain;
    copy.opType = node.opType;
    copy.overload = node.overload;
    copy.outputs.addAll(node.outputs);
    copy.attributes.addAll(node.attributes);
    for (String input : node.inputs) {
      boolean absent = scope.values.containsKey(input) && scope.values.get(input) == null;
      copy.inputs.add(absent ? "" : input);
    }
    return copy;
  }

  private static String defaultName(Proto.Node proto) {
    for (String output : proto.outputs) {
      if (!output.isEmpty()) {
        return proto.opType + "_" + output;
      }
    }
    return proto.opType;
  }

  private static String where(Proto.Node proto, String name) {
    return (proto.domain.isEmpty() ? "" : proto.domain + ".")
        + proto.opType
        + " at \""
        + name
        + "\"";
  }
}
