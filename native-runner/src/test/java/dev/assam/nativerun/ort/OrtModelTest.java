package dev.assam.nativerun.ort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import dev.assam.testing.OnnxTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle and the model writer, each tested with the other. */
class OrtModelTest {
  @ParameterizedTest
  @EnumSource(
      names = {
        "FLOAT32",
        "FLOAT64",
        "FLOAT16",
        "BFLOAT16",
        "INT8",
        "UINT8",
        "INT16",
        "UINT16",
        "INT32",
        "UINT32",
        "INT64",
        "UINT64",
        "BOOL"
      })
  void everyNumberPassesUnchanged(DType dtype) {
    Tensor values = sample(dtype);
    byte[] model = identity(dtype, values.shape().toArray());
    assertSame(values, run(model, Map.of("x", values)).get("y"));
  }

  @Test
  void stringsPassUnchanged() {
    Tensor values = Tensor.ofStrings(Shape.of(2, 2), "", "a", "grüße", "日本");
    assertSame(values, run(identity(DType.STRING, 2, 2), Map.of("x", values)).get("y"));
  }

  @ParameterizedTest
  @EnumSource(names = {"INT4", "UINT4"})
  void halfBytesAreUnpackedInOrder(DType dtype) {
    Tensor values = sample(dtype);
    for (OnnxTensors.Encoding encoding : OnnxTensors.Encoding.values()) {
      OnnxGraph graph =
          new OnnxGraph("g")
              .input("x", dtype, 5)
              .initializer("w", values, encoding)
              .output("y", DType.INT32, 5)
              .output("z", DType.INT32, 5)
              .node(new OnnxNode("Cast").in("x").out("y").attr("to", DType.INT32.onnx()))
              .node(new OnnxNode("Cast").in("w").out("z").attr("to", DType.INT32.onnx()));
      byte[] model = new OnnxModel(graph).opset(21).ir(10).toBytes();
      Map<String, Datum> outputs = run(model, Map.of("x", values));
      Tensor expected = Tensor.ofLongs(DType.INT32, Shape.of(5), values.toLongs());
      assertSame(expected, outputs.get("y"));
      assertSame(expected, outputs.get("z"));
    }
  }

  @Test
  void emptyTensorsAndScalarsPass() {
    Tensor none = Tensor.of(Shape.of(0, 3));
    assertSame(none, run(identity(DType.FLOAT32, 0, 3), Map.of("x", none)).get("y"));
    Tensor noString = Tensor.ofStrings(Shape.of(0));
    assertSame(noString, run(identity(DType.STRING, 0), Map.of("x", noString)).get("y"));
    Tensor scalar = Tensor.of(Shape.SCALAR, 2.5f);
    assertSame(scalar, run(identity(DType.FLOAT32), Map.of("x", scalar)).get("y"));
  }

  static Stream<DType> storedTypes() {
    return Stream.of(DType.values())
        .filter(type -> !type.toString().startsWith("float8"))
        .filter(type -> type.bits() != 2 && type.bits() != 4);
  }

  @ParameterizedTest
  @MethodSource("storedTypes")
  void initialisersAreReadInBothEncodings(DType dtype) {
    Tensor values = dtype == DType.STRING ? Tensor.ofStrings(Shape.of(2), "p", "q") : sample(dtype);
    for (OnnxTensors.Encoding encoding : OnnxTensors.Encoding.values()) {
      OnnxGraph graph =
          new OnnxGraph("g")
              .initializer("x", values, encoding)
              .output("y", dtype, values.shape().toArray())
              .node(new OnnxNode("Identity").in("x").out("y"));
      Map<String, Datum> outputs = run(new OnnxModel(graph).opset(21).ir(10).toBytes(), Map.of());
      assertSame(values, outputs.get("y"));
    }
  }

  @Test
  void sequencesPassAndOptionalsMayBeEmpty() {
    SequenceType type = new SequenceType(new TensorType(DType.INT64, Shape.UNKNOWN));
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("s", type)
            .output("y", type)
            .output("o", new OptionalType(new TensorType(DType.FLOAT32, Shape.of(2))))
            .node(new OnnxNode("Identity").in("s").out("y"))
            .node(
                new OnnxNode("Optional")
                    .out("o")
                    .attr("type", new TensorType(DType.FLOAT32, Shape.of(2))));
    SequenceDatum sequence =
        new SequenceDatum(type, List.of(Tensor.ofLongs(1, 2), Tensor.ofLongs(3)));
    Map<String, Datum> outputs =
        run(new OnnxModel(graph).opset(16).toBytes(), Map.of("s", sequence));
    SequenceDatum y = assertInstanceOf(SequenceDatum.class, outputs.get("y"));
    assertEquals(2, y.elements().size());
    assertSame(Tensor.ofLongs(3), y.elements().get(1));
    assertTrue(outputs.get("o").toString().contains("without value"));
  }

  @Test
  void attributesOfEveryKindAreRead() {
    OnnxGraph then =
        new OnnxGraph("then")
            .output("a", null)
            .node(new OnnxNode("Constant").out("a").floats("value_floats", 1, 2));
    OnnxGraph otherwise =
        new OnnxGraph("else")
            .output("b", null)
            .node(new OnnxNode("LeakyRelu").in("x").out("b").attr("alpha", 0.5));
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("c", DType.BOOL)
            .input("x", DType.FLOAT32, 2)
            .output("y", null)
            .output("s", null)
            .output("i", null)
            .output("t", null)
            .output("sp", null)
            .node(
                new OnnxNode("If")
                    .in("c")
                    .out("y")
                    .attr("then_branch", then)
                    .attr("else_branch", otherwise))
            .node(new OnnxNode("Constant").out("s").strings("value_strings", "u", "v"))
            .node(new OnnxNode("Constant").out("i").ints("value_ints", -3, 4))
            .node(new OnnxNode("Constant").out("t").attr("value", Tensor.of(Shape.of(1), 7)))
            .node(
                new OnnxNode("Constant")
                    .out("kept")
                    .sparse("sparse_value", Tensor.of(Shape.of(2, 2), 0, 5, 0, 6)))
            .sparseInitializer("more", Tensor.of(Shape.of(2, 2), 0, 1, 0, 0))
            .node(new OnnxNode("Add").in("kept", "more").out("sp"));
    byte[] model = new OnnxModel(graph).opset(13).toBytes();
    Tensor x = Tensor.of(Shape.of(2), -4, 4);
    Map<String, Datum> outputs =
        run(model, Map.of("c", Tensor.ofBooleans(Shape.SCALAR, false), "x", x));
    assertSame(Tensor.of(Shape.of(2), -2, 4), outputs.get("y"));
    assertSame(Tensor.ofStrings(Shape.of(2), "u", "v"), outputs.get("s"));
    assertSame(Tensor.ofLongs(-3, 4), outputs.get("i"));
    assertSame(Tensor.of(Shape.of(1), 7), outputs.get("t"));
    assertSame(Tensor.of(Shape.of(2, 2), 0, 6, 0, 6), outputs.get("sp"));
    outputs = run(model, Map.of("c", Tensor.ofBooleans(Shape.SCALAR, true), "x", x));
    assertSame(Tensor.of(Shape.of(2), 1, 2), outputs.get("y"));
  }

  @Test
  void functionsAreInlined() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 1)
            .output("y", DType.FLOAT32, 1)
            .node(new OnnxNode("Slope").domain("mine").in("x").out("y").attr("by", 0.25));
    byte[] model =
        new OnnxModel(graph)
            .opset(15)
            .opset("mine", 1)
            .function(
                "mine",
                "Slope",
                15,
                List.of("p"),
                List.of("q"),
                List.of("by"),
                List.of(new OnnxNode("LeakyRelu").in("p").out("q").reference("alpha", 1, "by")))
            .toBytes();
    Map<String, Datum> outputs = run(model, Map.of("x", Tensor.of(Shape.of(1), -8)));
    assertSame(Tensor.of(Shape.of(1), -2), outputs.get("y"));
  }

  @Test
  void filesOpenAndErrorsTellOnnxRuntimesReason(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("identity.onnx");
    Files.write(file, identity(DType.FLOAT32, 2));
    try (OrtModel model = OrtModel.open(file, OrtOptions.fastest(2))) {
      assertEquals(List.of("x"), model.inputNames());
      assertEquals(List.of("y"), model.outputNames());
      Map<String, Tensor> wrong = Map.of("x", Tensor.ofLongs(1, 2));
      OrtException error = assertThrows(OrtException.class, () -> model.run(wrong));
      assertTrue(error.getMessage().contains("tensor(int64)"), error.getMessage());
      try (OrtRun run = model.prepare(Map.of("x", Tensor.of(Shape.of(2), 3, 4)))) {
        run.run();
        run.run();
        assertSame(Tensor.of(Shape.of(2), 3, 4), run.outputs().get("y"));
      }
    }
    byte[] noModel = {1, 2, 3};
    assertThrows(OrtException.class, () -> OrtModel.open(noModel, OrtOptions.ORACLE));
  }

  private static byte[] identity(DType dtype, int... dims) {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", dtype, dims)
            .output("y", dtype, dims)
            .node(new OnnxNode("Identity").in("x").out("y"));
    return new OnnxModel(graph).opset(21).ir(10).toBytes();
  }

  private static Tensor sample(DType dtype) {
    return dtype.isFloat()
        ? Tensor.ofDoubles(dtype, Shape.of(5), 0, -1, 2.5, Double.POSITIVE_INFINITY, Double.NaN)
        : Tensor.ofLongs(dtype, Shape.of(5), 0, 1, -1, 5, 7);
  }

  private static Map<String, Datum> run(byte[] model, Map<String, ? extends Datum> inputs) {
    try (OrtModel opened = OrtModel.open(model, OrtOptions.ORACLE)) {
      return opened.run(inputs);
    }
  }

  private static void assertSame(Tensor expected, Datum actual) {
    Tensor tensor = assertInstanceOf(Tensor.class, actual);
    assertEquals(expected.type(), tensor.type());
    if (expected.dtype() == DType.STRING) {
      assertArrayEquals(expected.strings(), tensor.strings());
    } else {
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.bits(i), tensor.bits(i), expected + " at " + i);
      }
    }
  }
}
