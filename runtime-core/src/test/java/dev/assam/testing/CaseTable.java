package dev.assam.testing;

import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** Collects operator cases: {@code table.op("Softmax", 13).attr("axis", -1).in(f32(2, 3, 4))}. */
public final class CaseTable {
  private final List<OpCase> cases = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();

  public List<OpCase> cases() {
    return List.copyOf(cases);
  }

  /** Starts a case of an operator of ONNX; {@link Draft#in} ends it. */
  public Draft op(String op, int opset) {
    return new Draft(op, opset);
  }

  /** Starts the same case in several opsets. */
  public Draft op(String op, int... opsets) {
    return new Draft(op, opsets);
  }

  /** A case of several nodes; {@code body} adds them to a graph that has the arguments already. */
  public void graph(
      String op,
      int opset,
      String about,
      Map<String, Arg> arguments,
      List<String> outputs,
      Consumer<OnnxGraph> body) {
    String name = unique(op + "-" + opset + " " + about);
    cases.add(new OpCase(name, op, "", opset, arguments, outputs, body, -1, -1));
  }

  private String unique(String name) {
    int count = names.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + " #" + count;
  }

  /** A case of one node being written. */
  public final class Draft {
    private final String op;
    private final int[] opsets;
    private String domain = "";
    private String about = "";
    private double rtol = -1;
    private double atol = -1;
    private List<String> outputs = List.of("y");
    private final List<Consumer<OnnxNode>> attributes = new ArrayList<>();
    private StringJoiner texts = new StringJoiner(" ");

    private Draft(String op, int... opsets) {
      this.op = op;
      this.opsets = opsets;
    }

    /** The operator's domain, of which the opset is one. */
    public Draft domain(String value) {
      domain = value;
      return this;
    }

    /** A remark for the name of the case. */
    public Draft about(String value) {
      about = " (" + value + ")";
      return this;
    }

    /** Stands in the name of the case for the attributes given so far. */
    public Draft named(String value) {
      texts = new StringJoiner(" ").add(value);
      return this;
    }

    /** What float results may differ by, where the usual is not right. */
    public Draft tolerance(double relative, double absolute) {
      rtol = relative;
      atol = absolute;
      return this;
    }

    /** The number of outputs, 1 unless told. */
    public Draft out(int count) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add("y" + i);
      }
      outputs = all;
      return this;
    }

    /** The outputs' names; "" leaves one out. */
    public Draft out(String... names) {
      outputs = List.of(names);
      return this;
    }

    public Draft attr(String key, long value) {
      return attribute(key + "=" + value, node -> node.attr(key, value));
    }

    public Draft attr(String key, double value) {
      return attribute(key + "=" + value, node -> node.attr(key, value));
    }

    public Draft attr(String key, String value) {
      return attribute(key + "=" + value, node -> node.attr(key, value));
    }

    /** An attribute that is the number of an element type. */
    public Draft attr(String key, DType value) {
      return attribute(key + "=" + value, node -> node.attr(key, value.onnx()));
    }

    public Draft attr(String key, Tensor value) {
      return attribute(key + "=" + Arg.given(value), node -> node.attr(key, value));
    }

    public Draft attr(String key, ValueType value) {
      return attribute(key + "=" + value, node -> node.attr(key, value));
    }

    public Draft ints(String key, long... values) {
      return attribute(
          key + "=" + java.util.Arrays.toString(values).replace(" ", ""),
          node -> node.ints(key, values));
    }

    public Draft floats(String key, double... values) {
      return attribute(
          key + "=" + java.util.Arrays.toString(values).replace(" ", ""),
          node -> node.floats(key, values));
    }

    public Draft strings(String key, String... values) {
      return attribute(
          key + "=" + java.util.Arrays.toString(values).replace(" ", ""),
          node -> node.strings(key, values));
    }

    private Draft attribute(String text, Consumer<OnnxNode> attribute) {
      texts.add(text);
      attributes.add(attribute);
      return this;
    }

    /** Adds the case, with these inputs in the operator's order. */
    public void in(Arg... inputs) {
      Map<String, Arg> arguments = new LinkedHashMap<>();
      List<String> inputNames = new ArrayList<>();
      StringJoiner types = new StringJoiner(" ");
      for (int i = 0; i < inputs.length; i++) {
        String name = inputs[i] == Arg.NONE ? "" : "x" + i;
        inputNames.add(name);
        types.add(inputs[i].toString());
        if (!name.isEmpty()) {
          arguments.put(name, inputs[i]);
        }
      }
      for (int opset : opsets) {
        String attributeText = texts.length() == 0 ? "" : " " + texts;
        String inputText = inputs.length == 0 ? "" : " " + types;
        String name = unique(op + "-" + opset + attributeText + inputText + about);
        Consumer<OnnxGraph> body = graph -> graph.node(node(inputNames));
        List<String> named = outputs.stream().filter(output -> !output.isEmpty()).toList();
        cases.add(new OpCase(name, op, domain, opset, arguments, named, body, rtol, atol));
      }
    }

    private OnnxNode node(List<String> inputNames) {
      OnnxNode node = new OnnxNode(op).domain(domain).name("node").in(inputNames).out(outputs);
      attributes.forEach(attribute -> attribute.accept(node));
      return node;
    }
  }
}
