package dev.assam.nativerun.grid;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a model of float32 values in ONNX's format, nodes in the order in which they run. */
public final class OnnxWriter {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  // Types of attributes.
  private static final int TYPE_FLOAT = 1;
  private static final int TYPE_INT = 2;
  private static final int TYPE_TENSOR = 4;
  private static final int TYPE_INTS = 7;

  private final Wire graph = new Wire();

  /**
   * @param name of the graph
   */
  public OnnxWriter(String name) {
    graph.text(2, name);
  }

  public OnnxWriter input(String name, int... dims) {
    graph.message(11, value(name, dims));
    return this;
  }

  public OnnxWriter output(String name, int... dims) {
    graph.message(12, value(name, dims));
    return this;
  }

  private static Wire value(String name, int[] dims) {
    Wire shape = new Wire();
    for (int dim : dims) {
      shape.message(1, new Wire().integer(1, dim));
    }
    Wire tensor = new Wire().integer(1, FLOAT).message(2, shape);
    return new Wire().text(1, name).message(2, new Wire().message(1, tensor));
  }

  /** A constant of float32. */
  public OnnxWriter weights(String name, int[] dims, float[] values) {
    return constant(name, dims, FLOAT, Wire.littleEndian(values));
  }

  /** A constant of int64 with one dimension. */
  public OnnxWriter integers(String name, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(name, new int[] {values.length}, INT64, bytes.array());
  }

  private OnnxWriter constant(String name, int[] dims, int type, byte[] raw) {
    Wire tensor = new Wire();
    for (int dim : dims) {
      tensor.integer(1, dim);
    }
    graph.message(5, tensor.integer(2, type).text(8, name).bytes(9, raw));
    return this;
  }

  /**
   * A node.
   *
   * @param attributes Long, Float, int[], or float[] for a tensor of one dimension, by name
   */
  public OnnxWriter node(
      String op, List<String> inputs, List<String> outputs, Map<String, ?> attributes) {
    Wire node = new Wire();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    node.text(3, op + "_" + outputs.get(outputs.size() - 1)).text(4, op);
    new TreeMap<>(attributes).forEach((name, value) -> node.message(5, attribute(name, value)));
    graph.message(1, node);
    return this;
  }

  private static Wire attribute(String name, Object value) {
    Wire attribute = new Wire().text(1, name);
    return switch (value) {
      case Long number -> attribute.integer(3, number).integer(20, TYPE_INT);
      case Float number -> attribute.real(2, number).integer(20, TYPE_FLOAT);
      case float[] numbers -> {
        Wire tensor = new Wire().integer(1, numbers.length).integer(2, FLOAT);
        yield attribute
            .message(5, tensor.bytes(9, Wire.littleEndian(numbers)))
            .integer(20, TYPE_TENSOR);
      }
      case int[] numbers -> {
        for (int number : numbers) {
          attribute.integer(8, number);
        }
        yield attribute.integer(20, TYPE_INTS);
      }
      default -> throw new IllegalArgumentException(name + " is " + value);
    };
  }

  /** The file. */
  public byte[] toBytes() {
    return new Wire()
        .integer(1, IR_VERSION)
        .text(2, "assam bench")
        .message(7, graph)
        .message(8, new Wire().text(1, "").integer(2, OPSET))
        .toBytes();
  }
}
