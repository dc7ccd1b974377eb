package dev.assam.testing;

import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One node being written: {@code new OnnxNode("Conv").in("x", "w").out("y").ints("pads", …)}. */
public final class OnnxNode {
  private final String op;
  private String name = "";
  private String domain = "";
  private List<String> inputs = List.of();
  private List<String> outputs = List.of();
  private final List<Consumer<ProtoWriter>> attributes = new ArrayList<>();

  public OnnxNode(String op) {
    this.op = op;
  }

  public OnnxNode name(String value) {
    name = value;
    return this;
  }

  public OnnxNode domain(String value) {
    domain = value;
    return this;
  }

  /** Input names; "" leaves an optional one out. */
  public OnnxNode in(String... names) {
    inputs = List.of(names);
    return this;
  }

  /** Input names; "" leaves an optional one out. */
  public OnnxNode in(List<String> names) {
    inputs = List.copyOf(names);
    return this;
  }

  /** Output names; "" leaves an optional one out. */
  public OnnxNode out(String... names) {
    outputs = List.of(names);
    return this;
  }

  /** Output names; "" leaves an optional one out. */
  public OnnxNode out(List<String> names) {
    outputs = List.copyOf(names);
    return this;
  }

  public OnnxNode attr(String key, long value) {
    return attribute(key, 2, a -> a.integer(3, value));
  }

  public OnnxNode attr(String key, double value) {
    return attribute(key, 1, a -> a.real(2, (float) value));
  }

  public OnnxNode attr(String key, String value) {
    return attribute(key, 3, a -> a.string(4, value));
  }

  public OnnxNode attr(String key, Tensor value) {
    return attribute(
        key, 4, a -> a.message(5, t -> OnnxTensors.write(t, "", value, OnnxTensors.Encoding.RAW)));
  }

  /** A sparse_tensor attribute holding what is not zero of a dense tensor. */
  public OnnxNode sparse(String key, Tensor dense) {
    return attribute(key, 11, a -> a.message(22, t -> OnnxTensors.writeSparse(t, "", dense)));
  }

  public OnnxNode attr(String key, OnnxGraph value) {
    return attribute(key, 5, a -> a.message(6, value::write));
  }

  public OnnxNode attr(String key, ValueType value) {
    return attribute(key, 13, a -> a.message(14, t -> OnnxGraph.writeType(t, value)));
  }

  public OnnxNode floats(String key, double... values) {
    return attribute(
        key,
        6,
        a -> {
          for (double value : values) {
            a.real(7, (float) value);
          }
        });
  }

  public OnnxNode ints(String key, long... values) {
    return attribute(
        key,
        7,
        a -> {
          for (long value : values) {
            a.integer(8, value);
          }
        });
  }

  public OnnxNode strings(String key, String... values) {
    return attribute(
        key,
        8,
        a -> {
          for (String value : values) {
            a.bytes(9, value.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /** Inside a function: the attribute {@code key} takes the value of the function's attribute. */
  public OnnxNode reference(String key, int type, String functionAttribute) {
    return attribute(key, type, a -> a.string(21, functionAttribute));
  }

  private OnnxNode attribute(String key, int type, Consumer<ProtoWriter> value) {
    attributes.add(a -> {
      a.string(1, key);
      value.accept(a);
      a.integer(20, type);
    });
    return this;
  }

  void write(ProtoWriter out) {
    inputs.forEach(input -> out.string(1, input));
    outputs.forEach(output -> out.string(2, output));
    if (!name.isEmpty()) {
      out.string(3, name);
    }
    out.string(4, op);
    attributes.forEach(attribute -> out.message(5, attribute));
    if (!domain.isEmpty()) {
      out.string(7, domain);
    }
  }
}
