package dev.assam.onnx;

import dev.assam.error.AssamException;
import dev.assam.graph.Graph;
import dev.assam.graph.GraphVerifier;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;

/** Reads ONNX: models, and single values as the conformance suite stores them. */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * Reads a model. Its weights stay in {@code file}, which lives at least as long as they do.
   *
   * @param file the whole file, a storage of bytes
   * @throws AssamException if it is not a well-formed model, or data it needs is missing
   */
  @SuppressWarnings("try")
  public static Model read(Storage file, ExternalData external) {
    try (MemoryScope scope = MemoryScope.open()) {
      Wire wire = Wire.of(file);
      Proto.Model proto = new ProtoReader(new TensorReader(external)).model(wire);
      wire.close();
      GraphBuilder builder = new GraphBuilder(proto);
      Graph graph = builder.build();
      GraphVerifier.verify(graph);
      for (Tensor weight : builder.tensors()) {
        weight.retain();
      }
      return new Model(
          graph,
          proto.irVersion,
          (proto.producer + " " + proto.producerVersion).trim(),
          proto.opsets,
          proto.metadata,
          builder.unsupported(),
          builder.tensors());
    }
  }

  /** Reads a TensorProto, SequenceProto or OptionalProto, by the type that is expected. */
  public static Datum readDatum(Storage file, ValueType type) {
    return new TensorReader(ExternalData.NONE).datum(Wire.of(file), type);
  }
}
