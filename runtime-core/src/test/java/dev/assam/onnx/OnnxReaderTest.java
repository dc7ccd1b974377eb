package dev.assam.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.error.ExternalDataException;
import dev.assam.error.ModelFormatException;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import dev.assam.testing.OnnxTensors;
import dev.assam.testing.ProtoWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OnnxReaderTest {
  private static OnnxGraph softmaxes(String... namesInOrder) {
    OnnxGraph graph = new OnnxGraph("g").input("x", DType.FLOAT32, 2, 3);
    for (int i = 0; i + 1 < namesInOrder.length; i += 2) {
      graph.node(
          new OnnxNode("Softmax").name("n" + i).in(namesInOrder[i]).out(namesInOrder[i + 1]));
    }
    return graph;
  }

  private static Model read(byte[] bytes) {
    return OnnxReader.read(Storage.ofBytes(bytes), ExternalData.NONE);
  }

  private static <E extends AssamException> void refuses(
      Class<E> kind, byte[] bytes, String... words) {
    long before = MemoryScope.usedBytes();
    Storage file = Storage.ofBytes(bytes);
    E error = assertThrows(kind, () -> OnnxReader.read(file, ExternalData.NONE));
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage());
    }
    file.release();
    assertEquals(before, MemoryScope.usedBytes(), "memory of a refused model");
  }

  @Test
  void nodesInAnyOrderAreSorted() {
    OnnxGraph graph = softmaxes("b", "y", "a", "b", "x", "a").output("y", DType.FLOAT32, 2, 3);
    Model model = read(new OnnxModel(graph).opset(13).toBytes());
    assertEquals(
        """
        graph g (%x: float32[2,3]) {
          %a = Softmax(axis=-1, flattened=false) [%x]  # n4
          %b = Softmax(axis=-1, flattened=false) [%a]  # n2
          %y: float32[2,3] = Softmax(axis=-1, flattened=false) [%b]  # n0
          return %y: float32[2,3]
        }
        """,
        model.graph().toString());
  }

  @Test
  void cyclesAndDanglingNamesAreNamed() {
    refuses(
        ModelFormatException.class,
        new OnnxModel(softmaxes("b", "a", "a", "b").output("a", DType.FLOAT32, 2, 3))
            .opset(13)
            .toBytes(),
        "cycle",
        "Softmax at \"n0\"");
    refuses(
        ModelFormatException.class,
        new OnnxModel(softmaxes("nowhere", "y").output("y", DType.FLOAT32, 2, 3))
            .opset(13)
            .toBytes(),
        "Softmax at \"n0\"",
        "\"nowhere\"");
    refuses(
        ModelFormatException.class,
        new OnnxModel(softmaxes("x", "y").output("z", DType.FLOAT32, 2, 3)).opset(13).toBytes(),
        "\"z\"");
    refuses(
        ModelFormatException.class,
        new OnnxModel(softmaxes("x", "y", "x", "y").output("y", DType.FLOAT32, 2, 3))
            .opset(13)
            .toBytes(),
        "\"y\"",
        "twice");
  }

  @Test
  void everyTruncationIsAnError() {
    byte[] whole =
        new OnnxModel(softmaxes("x", "y").output("y", DType.FLOAT32, 2, 3)).opset(13).toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        read(part);
      } catch (AssamException e) {
        continue;
      }
      // Cut between two fields, what is left is a model that lacks the rest.
      assertTrue(length > 0);
    }
    refuses(ModelFormatException.class, new byte[0], "no graph");
    refuses(ModelFormatException.class, new byte[] {0x3A, 0x7F, 1, 2}, "127 bytes");
  }

  @Test
  void unknownOperatorsAndOpsetsAreListedNotThrown() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 1)
            .output("y", DType.FLOAT32, 1)
            .node(new OnnxNode("Frobnicate").in("x").out("y"));
    Model model = read(new OnnxModel(graph).opset(13).toBytes());
    assertEquals(List.of("operator Frobnicate (opset 13) is not known"), model.unsupported());
    refuses(
        UnsupportedException.class,
        new OnnxModel(softmaxes("x", "y").output("y", DType.FLOAT32, 2, 3)).opset(999).toBytes(),
        "999",
        "28");
    refuses(
        ModelFormatException.class,
        new OnnxModel(softmaxes("x", "y").output("y", DType.FLOAT32, 2, 3))
            .opset("other", 1)
            .toBytes(),
        "does not import");
  }

  @Test
  void unknownAttributesAreRefused() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2, 3)
            .output("y", DType.FLOAT32, 2, 3)
            .node(new OnnxNode("Softmax").in("x").out("y").attr("axes", 1));
    Model model = read(new OnnxModel(graph).opset(13).toBytes());
    assertEquals(
        List.of("Softmax at \"Softmax_y\": unknown attribute axes (allowed: axis)"),
        model.unsupported());
  }

  private static byte[] withTensor(Consumer<ProtoWriter> tensor) {
    ProtoWriter model = new ProtoWriter();
    model.message(7, graph -> graph.message(5, tensor));
    return model.toBytes();
  }

  @Test
  void gigantsAreRefusedBeforeAnythingIsAllocated() {
    refuses(
        ModelFormatException.class,
        withTensor(t ->
            t.integer(1, 100_000)
                .integer(1, 250_000)
                .integer(2, 1)
                .string(8, "w")
                .bytes(9, new byte[8])),
        "tensor \"w\"",
        "float32[100000,250000]",
        "8");
    refuses(
        ModelFormatException.class,
        withTensor(t -> t.integer(1, 1L << 40).integer(2, 1).string(8, "w")),
        "1099511627776");
    refuses(
        ModelFormatException.class,
        withTensor(t -> t.integer(1, 3).integer(2, 1).string(8, "w").bytes(9, new byte[8])),
        "needs 12 bytes");
    refuses(
        ModelFormatException.class,
        withTensor(t -> t.integer(1, 3).integer(2, 99).string(8, "w")),
        "99");
  }

  @Test
  void externalDataIsReadAndItsAbsenceNamed() {
    Consumer<ProtoWriter> tensor =
        t ->
            t.integer(1, 2)
                .integer(2, 1)
                .string(8, "w")
                .message(13, e -> e.string(1, "location").string(2, "weights.bin"))
                .message(13, e -> e.string(1, "offset").string(2, "4"))
                .integer(14, 1);
    refuses(ExternalDataException.class, withTensor(tensor), "weights.bin");
    Model model =
        OnnxReader.read(
            Storage.ofBytes(withTensor(tensor)),
            (location, offset, length) -> {
              assertEquals("weights.bin@4+8", location + "@" + offset + "+" + length);
              return Storage.ofBytes(new byte[] {0, 0, 0x40, 0x40, 0, 0, (byte) 0x80, 0x3F});
            });
    Tensor weight = model.graph().constants().values().iterator().next();
    assertEquals(3f, weight.floats().get(0));
    assertEquals(1f, weight.floats().get(1));
  }

  @Test
  void everyTypeIsReadInEveryEncoding() {
    for (DType dtype : DType.values()) {
      for (OnnxTensors.Encoding encoding : OnnxTensors.Encoding.values()) {
        if (dtype == DType.STRING) {
          continue;
        }
        Tensor tensor = Tensor.allocate(dtype, Shape.of(5));
        for (int i = 0; i < 5; i++) {
          tensor.setLong(i, i % 2);
        }
        Storage bytes = Storage.ofBytes(OnnxTensors.toBytes("t", tensor, encoding));
        Tensor read = (Tensor) OnnxReader.readDatum(bytes, tensor.type());
        assertEquals(tensor.type(), read.type());
        for (int i = 0; i < 5; i++) {
          assertEquals(tensor.getDouble(i), read.getDouble(i), dtype + " " + encoding);
        }
      }
    }
  }

  @Test
  void functionsAreInlined() {
    OnnxNode inner =
        new OnnxNode("Softmax").name("s").in("a").out("b").reference("axis", 2, "along");
    OnnxModel model =
        new OnnxModel(
                new OnnxGraph("g")
                    .input("x", DType.FLOAT32, 2, 3)
                    .output("y", DType.FLOAT32, 2, 3)
                    .node(
                        new OnnxNode("Twice")
                            .domain("mine")
                            .name("t")
                            .in("x")
                            .out("y")
                            .attr("along", 0)))
            .opset(13)
            .opset("mine", 1)
            .function(
                "mine", "Twice", 13, List.of("a"), List.of("b"), List.of("along"), List.of(inner));
    assertEquals(
        "Softmax(axis=0, flattened=false) at \"t/s\"",
        dev.assam.op.Inputs.describe(read(model.toBytes()).graph().nodes().get(0).op(), "t/s"));
    OnnxNode itself = new OnnxNode("Loops").domain("mine").in("a").out("b");
    refuses(
        ModelFormatException.class,
        new OnnxModel(
                new OnnxGraph("g")
                    .input("x", DType.FLOAT32, 2)
                    .output("y", DType.FLOAT32, 2)
                    .node(new OnnxNode("Loops").domain("mine").in("x").out("y")))
            .opset(13)
            .function("mine", "Loops", 13, List.of("a"), List.of("b"), List.of(), List.of(itself))
            .toBytes(),
        "calls itself");
  }
}
