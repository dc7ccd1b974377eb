package dev.assam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.error.AssamException;
import dev.assam.error.InputException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Difference;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import dev.assam.testing.Sessions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions that optimise: what is believed when opening, and inputs with values of the options. */
final class OptimizedSessionTest {
  private static final SessionOptions RAW = SessionOptions.DEFAULT.withOptimise(false);
  private static final SessionOptions OPTIMISED = SessionOptions.DEFAULT.withOptimise(true);

  private static Tensor ramp(int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, Math.sin(i));
    }
    return tensor;
  }

  /** Opened, it looks like attention; a mask of more batches than queries is none. */
  @Test
  void maskMayHaveMoreBatchesThanQueries() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, -1, 3, 4)
            .input("mask", DType.FLOAT32, -1, 1, 3)
            .node(new OnnxNode("Transpose").in("x").out("t").ints("perm", 0, 2, 1))
            .node(new OnnxNode("MatMul").in("x", "t").out("products"))
            .node(new OnnxNode("Add").in("products", "mask").out("masked"))
            .node(new OnnxNode("Softmax").in("masked").out("weights").attr("axis", -1))
            .node(new OnnxNode("MatMul").in("weights", "x").out("y"))
            .output("y", null);
    try (Session raw = Sessions.open(graph, RAW);
        Session optimised = Sessions.open(graph, OPTIMISED)) {
      for (int[] batches : new int[][] {{2, 2}, {1, 2}, {2, 1}, {3, 3}}) {
        Map<String, Tensor> inputs =
            Map.of("x", ramp(batches[0], 3, 4), "mask", ramp(batches[1], 1, 3));
        assertNull(
            Difference.between(raw.run(inputs).get("y"), optimised.run(inputs).get("y"), 1e-5, 0));
      }
    }
  }

  private static OnnxGraph choice() {
    return new OnnxGraph("g")
        .input("x", DType.FLOAT32, 2)
        .input("twice", DType.INT64)
        .node(new OnnxNode("Cast").in("twice").out("condition").attr("to", 9))
        .node(
            new OnnxNode("If")
                .in("condition")
                .out("y")
                .attr(
                    "then_branch",
                    new OnnxGraph("t")
                        .node(new OnnxNode("Add").in("x", "x").out("sum"))
                        .output("sum", null))
                .attr(
                    "else_branch",
                    new OnnxGraph("e")
                        .node(new OnnxNode("Neg").in("x").out("less"))
                        .output("less", null)))
        .output("y", null);
  }

  /** Prepared for a few values of the input that decides, then for any. */
  @Test
  void decidingInputsMayTakeManyValues() {
    Tensor x = ramp(2);
    try (Session session = Sessions.open(choice(), OPTIMISED)) {
      for (int value : new int[] {1, 0, 1, 2, 3, 4, 5, 0, 6}) {
        Tensor twice = Tensor.ofLongs(DType.INT64, Shape.SCALAR, value);
        try (Result result = session.run(Map.of("x", x, "twice", twice))) {
          double expected = value == 0 ? -x.getDouble(1) : 2 * x.getDouble(1);
          assertEquals(expected, ((Tensor) result.get("y")).getDouble(1), 1e-6);
        }
      }
    }
  }

  @Test
  void valuesOfOptionsNeedNotBeGiven() {
    Tensor yes = Tensor.ofLongs(DType.INT64, Shape.SCALAR, 1);
    Tensor no = Tensor.ofLongs(DType.INT64, Shape.SCALAR, 0);
    Tensor x = Tensor.of(Shape.of(2), 3, 4);
    for (SessionOptions options : new SessionOptions[] {RAW, OPTIMISED}) {
      try (Session session = Sessions.open(choice(), options.withDefaults(Map.of("twice", yes)))) {
        assertFalse(session.inputs().get(1).required());
        assertEquals(6, ((Tensor) session.run(Map.of("x", x)).get("y")).getDouble(0));
        Map<String, Tensor> both = Map.of("x", x, "twice", no);
        assertEquals(-3, ((Tensor) session.run(both).get("y")).getDouble(0));
        assertEquals(6, ((Tensor) session.run(Map.of("x", x)).get("y")).getDouble(0));
      }
    }
  }

  @Test
  void valuesOfOptionsFitInputs() {
    Tensor one = Tensor.of(Shape.SCALAR, 1);
    for (String name : new String[] {"twice", "other"}) {
      SessionOptions options = OPTIMISED.withDefaults(Map.of(name, one));
      assertThrows(InputException.class, () -> Sessions.open(choice(), options));
    }
  }

  /** What is known of no sizes times one size is nothing. */
  @Test
  void shapesMayHaveNoDimensions() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, -1, 3)
            .initializer("none", Tensor.ofLongs(0))
            .initializer("two", Tensor.ofLongs(2))
            .node(new OnnxNode("Shape").in("x").out("shape"))
            .node(new OnnxNode("Slice").in("shape", "none", "none").out("part"))
            .node(new OnnxNode("Mul").in("part", "two").out("y"))
            .output("y", null);
    try (Session session = Sessions.open(graph, OPTIMISED)) {
      assertEquals(0, ((Tensor) session.run(Map.of("x", ramp(2, 3))).get("y")).size());
    }
  }

  /** One that no node accepts is no error as long as another value is given. */
  @Test
  void defaultsThatDoNotFitMayBeReplaced() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2, 3)
            .input("axes", DType.INT64, 1)
            .initializer("axes", Tensor.ofLongs(7))
            .node(new OnnxNode("ReduceSum").in("x", "axes").out("y"))
            .output("y", null);
    for (SessionOptions options : new SessionOptions[] {RAW, OPTIMISED}) {
      try (Session session = Sessions.open(graph, options)) {
        Map<String, Tensor> given = Map.of("x", ramp(2, 3), "axes", Tensor.ofLongs(1));
        assertEquals(2, ((Tensor) session.run(given).get("y")).size());
        assertThrows(AssamException.class, () -> session.run(Map.of("x", ramp(2, 3))));
      }
    }
  }
}
