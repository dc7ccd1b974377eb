package dev.assam.op.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.error.AssamException;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlTest {
  private static final TensorType FLOATS = new TensorType(DType.FLOAT32, Shape.UNKNOWN);

  private static OnnxGraph body(OnnxNode twice) {
    return new OnnxGraph("body")
        .input("i", DType.INT64)
        .input("go", DType.BOOL)
        .input("x", FLOATS)
        .output("goOn", DType.BOOL)
        .output("y", FLOATS)
        .node(new OnnxNode("Identity").in("go").out("goOn"))
        .node(twice.in("x", "x").out("y"));
  }

  private static Session open(OnnxGraph graph) {
    try (MemoryScope _ = MemoryScope.open()) {
      byte[] model = new OnnxModel(graph).opset(13).toBytes();
      return Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT);
    }
  }

  @Test
  void carriedValuesMayGrow() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("n", DType.INT64)
            .input("x", DType.FLOAT32, 1)
            .output("y", null)
            .node(
                new OnnxNode("Loop")
                    .in("n", "", "x")
                    .out("y")
                    .attr("body", body(new OnnxNode("Concat").attr("axis", 0))));
    for (int trips = 0; trips < 5; trips++) {
      Map<String, Datum> inputs =
          Map.of(
              "n",
              Tensor.ofLongs(DType.INT64, Shape.SCALAR, trips),
              "x",
              Tensor.of(Shape.of(1), 3));
      try (Session session = open(graph);
          Result result = session.run(inputs)) {
        assertEquals(Shape.of(1 << trips), result.tensor("y").shape());
      }
    }
  }

  @Test
  void loopsHoldOnlyWhatTheyCarry() {
    OnnxGraph inside =
        new OnnxGraph("body")
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .input("x", FLOATS)
            .output("goOn", DType.BOOL)
            .output("y", FLOATS)
            .node(new OnnxNode("Identity").in("go").out("goOn"))
            .node(new OnnxNode("Tile").in("x", "once").out("y"));
    OnnxGraph graph =
        new OnnxGraph("g")
            .initializer("once", Tensor.ofLongs(1))
            .initializer("n", Tensor.ofLongs(DType.INT64, Shape.SCALAR, 200))
            .input("x", DType.FLOAT32, 10_000)
            .output("y", null)
            .node(new OnnxNode("Loop").in("n", "", "x").out("y").attr("body", inside));
    Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(10_000));
    long before = MemoryScope.usedBytes();
    try (Session session = open(graph)) {
      MemoryScope.resetPeak();
      session.run(Map.of("x", x)).close();
      long held = MemoryScope.peakBytes() - before;
      assertTrue(held < 4 * 40_000, held + " bytes");
    }
    assertEquals(before, MemoryScope.usedBytes());
  }

  @Test
  void nothingStackedHasTheDeclaredShape() {
    OnnxGraph inside =
        new OnnxGraph("body")
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .output("goOn", DType.BOOL)
            .output("y", DType.FLOAT64, 2, -1)
            .node(new OnnxNode("Identity").in("go").out("goOn"))
            .node(new OnnxNode("Cast").in("x").out("y").attr("to", DType.FLOAT64.onnx()));
    OnnxGraph graph =
        new OnnxGraph("g")
            .initializer("n", Tensor.ofLongs(DType.INT64, Shape.SCALAR, 0))
            .input("x", DType.FLOAT32, 2, 3)
            .output("y", null)
            .node(new OnnxNode("Loop").in("n").out("y").attr("body", inside));
    try (Session session = open(graph);
        Result result = session.run(Map.of("x", Tensor.allocate(DType.FLOAT32, Shape.of(2, 3))))) {
      assertEquals("float64[0,2,0]", result.tensor("y").toString());
    }
  }

  @Test
  void bodiesOfAnotherFormAreRefused() {
    Tensor x = Tensor.of(Shape.of(2), 1, 2);
    OnnxNode loop = new OnnxNode("Loop").attr("body", body(new OnnxNode("Add")));
    AssamException e = assertThrows(AssamException.class, () -> OneNode.run(13, loop, null, null));
    assertTrue(e.getMessage().contains("0 carried values and 1 outputs"), e.getMessage());
    OnnxNode branches =
        new OnnxNode("If")
            .attr("then_branch", body(new OnnxNode("Add")))
            .attr("else_branch", body(new OnnxNode("Add")));
    e = assertThrows(AssamException.class, () -> OneNode.run(13, branches, x));
    assertTrue(e.getMessage().contains("allowed: [bool]"), e.getMessage());
  }

  @Test
  void sequencesOfTwoLengthsAreRefused() {
    OnnxGraph add =
        new OnnxGraph("add")
            .input("a", FLOATS)
            .input("b", FLOATS)
            .output("c", FLOATS)
            .node(new OnnxNode("Add").in("a", "b").out("c"));
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2)
            .output("y", null)
            .node(new OnnxNode("SequenceConstruct").in("x").out("one"))
            .node(new OnnxNode("SequenceConstruct").in("x", "x").out("two"))
            .node(new OnnxNode("SequenceMap").in("one", "two").out("y").attr("body", add));
    try (MemoryScope _ = MemoryScope.open()) {
      byte[] model = new OnnxModel(graph).opset(17).toBytes();
      try (Session session = Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT)) {
        Map<String, Datum> inputs = Map.of("x", Tensor.of(Shape.of(2), 1, 2));
        AssamException e = assertThrows(AssamException.class, () -> session.run(inputs));
        assertTrue(e.getMessage().contains("sequences of 1 and 2 elements"), e.getMessage());
      }
    }
  }

  @Test
  void theFirstBatchesSequenceEndsEarly() {
    OnnxGraph inside =
        new OnnxGraph("body")
            .input("s", DType.FLOAT32, 1)
            .input("v", DType.FLOAT32, 1)
            .output("t", DType.FLOAT32, 1)
            .output("u", DType.FLOAT32, 1)
            .node(new OnnxNode("Add").in("s", "v").out("t"))
            .node(new OnnxNode("Identity").in("t").out("u"));
    OnnxNode scan =
        new OnnxNode("Scan").attr("num_scan_inputs", 1).ints("directions", 1).attr("body", inside);
    Tensor[] inputs = {
      Tensor.ofLongs(2, 3),
      Tensor.of(Shape.of(2, 1), 0, 10),
      Tensor.of(Shape.of(2, 3, 1), 1, 2, 3, 4, 5, 6)
    };
    Tensor all = (Tensor) OneNode.run(8, scan, 2, inputs).get(1);
    assertArrayEquals(new float[] {2, 3, 0, 16, 21, 25}, all.toFloats());
  }
}
