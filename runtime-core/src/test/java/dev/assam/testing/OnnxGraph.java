package dev.assam.testing;

import dev.assam.tensor.DType;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A graph being written: of a model, or an attribute of If, Loop, Scan and their like. */
public final class OnnxGraph {
  private final String name;
  private final List<Consumer<ProtoWriter>> parts = new ArrayList<>();

  public OnnxGraph(String name) {
    this.name = name;
  }

  public OnnxGraph node(OnnxNode node) {
    return part(out -> out.message(1, node::write));
  }

  /** An initialiser in raw_data; it may give an input of the same name its default. */
  public OnnxGraph initializer(String value, Tensor tensor) {
    return initializer(value, tensor, OnnxTensors.Encoding.RAW);
  }

  public OnnxGraph initializer(String value, Tensor tensor, OnnxTensors.Encoding encoding) {
    return part(out -> out.message(5, t -> OnnxTensors.write(t, value, tensor, encoding)));
  }

  /** An initialiser whose elements are the whole of another file. */
  public OnnxGraph externalInitializer(String value, TensorType type, String location) {
    ProtoWriter tensor = new ProtoWriter();
    for (int dim : type.shape().toArray()) {
      tensor.integer(1, dim);
    }
    tensor.integer(2, type.dtype().onnx()).string(8, value);
    tensor.message(13, e -> e.string(1, "location").string(2, location)).integer(14, 1);
    return part(out -> out.bytes(5, tensor.toBytes()));
  }

  /** An initialiser that keeps only what is not zero. */
  public OnnxGraph sparseInitializer(String value, Tensor dense) {
    return part(out -> out.message(15, t -> OnnxTensors.writeSparse(t, value, dense)));
  }

  public OnnxGraph input(String value, ValueType type) {
    return part(out -> out.message(11, v -> writeValue(v, value, type)));
  }

  /** A tensor input; −1 is a dimension without a name. */
  public OnnxGraph input(String value, DType dtype, int... dims) {
    return input(value, new TensorType(dtype, Shape.of(dims)));
  }

  /** An output; type null leaves it to be inferred. */
  public OnnxGraph output(String value, ValueType type) {
    return part(out -> out.message(12, v -> writeValue(v, value, type)));
  }

  /** A tensor output; −1 is a dimension without a name. */
  public OnnxGraph output(String value, DType dtype, int... dims) {
    return output(value, new TensorType(dtype, Shape.of(dims)));
  }

  /** What is said about an inner value. */
  public OnnxGraph valueInfo(String value, ValueType type) {
    return part(out -> out.message(13, v -> writeValue(v, value, type)));
  }

  private OnnxGraph part(Consumer<ProtoWriter> part) {
    parts.add(part);
    return this;
  }

  void write(ProtoWriter out) {
    out.string(2, name);
    parts.forEach(part -> part.accept(out));
  }

  private static void writeValue(ProtoWriter out, String name, ValueType type) {
    out.string(1, name);
    if (type != null) {
      out.message(2, t -> writeType(t, type));
    }
  }

  static void writeType(ProtoWriter out, ValueType type) {
    switch (type) {
      case TensorType tensor -> out.message(1, t -> writeTensorType(t, tensor));
      case SequenceType sequence ->
          out.message(4, s -> s.message(1, t -> writeType(t, sequence.element())));
      case OptionalType optional ->
          out.message(9, o -> o.message(1, t -> writeType(t, optional.element())));
    }
  }

  private static void writeTensorType(ProtoWriter out, TensorType type) {
    out.integer(1, type.dtype().onnx());
    Shape shape = type.shape();
    if (shape.hasRank()) {
      out.message(
          2,
          s -> {
            for (int i = 0; i < shape.rank(); i++) {
              int at = i;
              s.message(1, d -> writeDimension(d, shape.dim(at), shape.name(at)));
            }
          });
    }
  }

  private static void writeDimension(ProtoWriter out, int dim, String name) {
    if (dim >= 0) {
      out.integer(1, dim);
    } else if (name != null) {
      out.string(2, name);
    }
  }
}
