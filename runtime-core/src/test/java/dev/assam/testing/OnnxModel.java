package dev.assam.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A model being written: {@code new OnnxModel(graph).opset(13).toBytes()}. */
public final class OnnxModel {
  private final OnnxGraph graph;
  private long irVersion = 8;
  private String producer = "assam tests";
  private final List<Consumer<ProtoWriter>> parts = new ArrayList<>();

  public OnnxModel(OnnxGraph graph) {
    this.graph = graph;
  }

  /** The version of the file format itself; 8 unless told. */
  public OnnxModel ir(long version) {
    irVersion = version;
    return this;
  }

  public OnnxModel producer(String value) {
    producer = value;
    return this;
  }

  /** Imports ONNX's own operators at this version. */
  public OnnxModel opset(long version) {
    return opset("", version);
  }

  public OnnxModel opset(String domain, long version) {
    return part(out -> out.message(8, o -> writeOpset(o, domain, version)));
  }

  public OnnxModel metadata(String key, String value) {
    return part(out -> out.message(14, m -> m.string(1, key).string(2, value)));
  }

  /** A model-local function over ONNX's own operators at {@code opset}. */
  public OnnxModel function(
      String domain,
      String name,
      long opset,
      List<String> inputs,
      List<String> outputs,
      List<String> attributes,
      List<OnnxNode> nodes) {
    return part(out ->
        out.message(
            25,
            f -> {
              f.string(1, name);
              inputs.forEach(input -> f.string(4, input));
              outputs.forEach(output -> f.string(5, output));
              attributes.forEach(attribute -> f.string(6, attribute));
              nodes.forEach(node -> f.message(7, node::write));
              f.message(9, o -> writeOpset(o, "", opset));
              f.string(10, domain);
            }));
  }

  private OnnxModel part(Consumer<ProtoWriter> part) {
    parts.add(part);
    return this;
  }

  private static void writeOpset(ProtoWriter out, String domain, long version) {
    if (!domain.isEmpty()) {
      out.string(1, domain);
    }
    out.integer(2, version);
  }

  public byte[] toBytes() {
    ProtoWriter out = new ProtoWriter().integer(1, irVersion).string(2, producer);
    out.message(7, graph::write);
    parts.forEach(part -> part.accept(out));
    return out.toBytes();
  }
}
