package dev.assam;

import static dev.assam.testing.Sessions.open;
import static dev.assam.testing.Sessions.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.error.ClosedException;
import dev.assam.error.InputException;
import dev.assam.error.ShapeException;
import dev.assam.error.UnsupportedException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session takes, what it says to what it does not take, and that it lives on. */
class SessionTest {
  private static final TensorType FLOATS = new TensorType(DType.FLOAT32, Shape.UNKNOWN);

  private static Tensor floats(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  /** y = a + b, a [2], b [N]. */
  private static OnnxGraph sum() {
    return new OnnxGraph("sum")
        .input("a", DType.FLOAT32, 2)
        .input("b", new TensorType(DType.FLOAT32, Shape.named(new int[] {-1}, new String[] {"N"})))
        .output("y", FLOATS)
        .node(new OnnxNode("Add").name("add").in("a", "b").out("y"));
  }

  private static float[] run(Session session, Map<String, ? extends Datum> inputs) {
    try (Result result = session.run(inputs)) {
      return result.tensor("y").toFloats();
    }
  }

  @Test
  void inputsThatDoNotFitAreNamed() {
    Tensor a = floats(1, 2);
    Tensor b = floats(10, 20);
    Tensor longs = Tensor.ofLongs(1, 2);
    Tensor square = Tensor.of(Shape.of(2, 1), 1, 2);
    SequenceDatum sequence = new SequenceDatum(new SequenceType(FLOATS), List.of(a));
    try (Session session = open(sum())) {
      refuses(
          InputException.class,
          () -> session.run(Map.of("a", a, "b", b, "c", b)),
          "no input \"c\"",
          "[a, b]");
      refuses(
          InputException.class,
          () -> session.run(Map.of("a", a)),
          "\"b\" is missing",
          "float32[N]");
      refuses(InputException.class, () -> session.run(Map.of()), "\"a\" is missing");
      refuses(
          InputException.class,
          () -> session.run(Map.of("a", longs, "b", b)),
          "input \"a\" is int64[2] (allowed: float32[2])");
      refuses(
          InputException.class,
          () -> session.run(Map.of("a", square, "b", b)),
          "input \"a\" is float32[2,1] (allowed: float32[2])");
      refuses(
          InputException.class,
          () -> session.run(Map.of("a", a, "b", square)),
          "input \"b\" is float32[2,1] (allowed: float32[N])");
      refuses(
          InputException.class,
          () -> session.run(Map.of("a", sequence, "b", b)),
          "input \"a\" is seq(float32[...]) (allowed: float32[2])");
      assertArrayEquals(new float[] {11, 22}, run(session, Map.of("a", a, "b", b)));
    }
    List.of(a, b, longs, square).forEach(Tensor::close);
  }

  @Test
  void whatIsInsideSequencesIsCheckedToo() {
    SequenceType type = new SequenceType(new TensorType(DType.FLOAT32, Shape.of(-1)));
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("s", type)
            .output("y", FLOATS)
            .node(new OnnxNode("ConcatFromSequence").in("s").out("y").attr("axis", 0));
    Tensor a = floats(1, 2);
    Tensor longs = Tensor.ofLongs(1, 2);
    Tensor square = Tensor.of(Shape.of(2, 1), 1, 2);
    try (Session session = open(graph)) {
      refuses(
          InputException.class,
          () -> session.run(Map.of("s", new SequenceDatum(type, List.of(a, longs)))),
          "input \"s\" at 1 is int64[2] (allowed: float32[?])");
      refuses(
          InputException.class,
          () ->
              session.run(
                  Map.of("s", new SequenceDatum(new SequenceType(FLOATS), List.of(square, a)))),
          "input \"s\" at 0 is float32[2,1] (allowed: float32[?])");
      refuses(
          InputException.class,
          () -> session.run(Map.of("s", new OptionalDatum(new OptionalType(type), null))),
          "optional");
      assertArrayEquals(
          new float[] {1, 2, 1, 2},
          run(session, Map.of("s", new SequenceDatum(type, List.of(a, a)))));
      a.close();
      refuses(
          ClosedException.class,
          () -> session.run(Map.of("s", new SequenceDatum(type, List.of(a)))),
          "input \"s\" at 0",
          "closed");
    }
    List.of(longs, square).forEach(Tensor::close);
  }

  @Test
  void nothingCanBeUsedAfterItsClose() {
    Tensor a = floats(1, 2);
    Tensor b = floats(3);
    Session session = open(sum());
    Result result = session.run(Map.of("a", a, "b", b));
    Tensor y = result.tensor("y");
    refuses(InputException.class, () -> result.get("z"), "no output \"z\"", "[y]");
    b.close();
    refuses(
        ClosedException.class,
        () -> session.run(Map.of("a", a, "b", b)),
        "input \"b\", a float32[1], was already closed");
    session.close();
    session.close();
    assertArrayEquals(new float[] {4, 5}, y.toFloats(), "results outlive their session");
    refuses(ClosedException.class, () -> session.run(Map.of("a", a, "b", a)), "session");
    assertEquals("a", session.inputs().get(0).name(), "metadata, too");
    result.close();
    result.close();
    refusesClosed(y);
    refuses(ClosedException.class, () -> result.get("y"), "result");
    a.close();
  }

  private static void refusesClosed(Tensor tensor) {
    refuses(ClosedException.class, tensor::floats, "given back");
  }

  @Test
  void runsAfterErrorsWork() {
    Tensor a = floats(1, 2);
    Tensor three = floats(1, 2, 3);
    Tensor one = floats(1);
    try (Session session = open(sum())) {
      for (int i = 0; i < 3; i++) {
        refuses(
            ShapeException.class,
            () -> session.run(Map.of("a", a, "b", three)),
            "Add at \"add\"",
            "[2]",
            "[3]");
        assertArrayEquals(new float[] {2, 3}, run(session, Map.of("a", a, "b", one)));
      }
    }
    List.of(a, three, one).forEach(Tensor::close);
  }

  @Test
  void errorsThatOnlyTheDataHasNameTheNode() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 3)
            .input("i", DType.INT64, 1)
            .output("y", FLOATS)
            .node(new OnnxNode("Gather").name("pick").in("x", "i").out("y"));
    Tensor x = floats(1, 2, 3);
    Tensor good = Tensor.ofLongs(-3);
    Tensor bad = Tensor.ofLongs(3);
    try (Session session = open(graph)) {
      refuses(
          ShapeException.class,
          () -> session.run(Map.of("x", x, "i", bad)),
          "Gather(axis=0",
          "at \"pick\"",
          "3",
          "-3..2");
      assertArrayEquals(new float[] {1}, run(session, Map.of("x", x, "i", good)));
    }
    List.of(x, good, bad).forEach(Tensor::close);
  }

  @Test
  void symbolicDimensionsAreOpenUntilTheyAreGiven() {
    Tensor a = floats(1, 2);
    Tensor one = floats(5);
    try (Session session = open(sum())) {
      assertEquals("b: float32[N]", session.inputs().get(1).toString());
      assertArrayEquals(new float[] {6, 7}, run(session, Map.of("a", a, "b", one)));
      assertArrayEquals(new float[] {2, 4}, run(session, Map.of("a", a, "b", a)));
    }
    SessionOptions two = SessionOptions.DEFAULT.withDimensions(Map.of("N", 2, "M", 7));
    try (Session session = open(sum(), two)) {
      assertEquals("b: float32[2]", session.inputs().get(1).toString());
      assertEquals("y: float32[2]", session.outputs().get(0).toString());
      refuses(
          InputException.class,
          () -> session.run(Map.of("a", a, "b", one)),
          "input \"b\" is float32[1] (allowed: float32[2])");
      assertArrayEquals(new float[] {2, 4}, run(session, Map.of("a", a, "b", a)));
    }
    SessionOptions three = SessionOptions.DEFAULT.withDimensions(Map.of("N", 3));
    refuses(ShapeException.class, () -> open(sum(), three), "Add at \"add\"", "[2]", "[3]");
    refuses(
        InputException.class,
        () -> SessionOptions.DEFAULT.withDimensions(Map.of("N", -1)),
        "dimension \"N\" is -1");
    List.of(a, one).forEach(Tensor::close);
  }

  @Test
  void inputsWithDefaultsNeedNotBeGiven() {
    Tensor a = floats(1, 2);
    Tensor initial = floats(10, 20);
    OnnxGraph graph = sum().initializer("b", initial);
    try (Session session = open(graph)) {
      assertEquals(
          List.of(true, false), session.inputs().stream().map(ValueInfo::required).toList());
      assertArrayEquals(new float[] {11, 22}, run(session, Map.of("a", a)));
      assertArrayEquals(new float[] {2, 4}, run(session, Map.of("a", a, "b", a)));
      assertArrayEquals(new float[] {11, 22}, run(session, Map.of("a", a)));
      refuses(InputException.class, () -> session.run(Map.of("b", a)), "\"a\" is missing");
    }
    List.of(a, initial).forEach(Tensor::close);
  }

  @Test
  void outputsMayBeInputsDefaultsOrOneAnother() {
    Tensor x = floats(1, 2);
    Tensor w = floats(3, 4);
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2)
            .initializer("w", w)
            .output("x", DType.FLOAT32, 2)
            .output("w", DType.FLOAT32, 2)
            .output("y", FLOATS)
            .output("z", FLOATS)
            .output("y", FLOATS)
            .node(new OnnxNode("Identity").in("x").out("y"))
            .node(new OnnxNode("Unsqueeze").in("y", "at").out("z"))
            .initializer("at", Tensor.ofLongs(0));
    Result result;
    try (Session session = open(graph)) {
      result = session.run(Map.of("x", x));
    }
    x.close();
    try (result) {
      assertEquals(List.of("x", "w", "y", "z"), List.copyOf(result.outputs().keySet()));
      assertArrayEquals(new float[] {1, 2}, result.tensor("x").toFloats());
      assertArrayEquals(new float[] {3, 4}, result.tensor("w").toFloats());
      assertArrayEquals(new float[] {1, 2}, result.tensor("y").toFloats());
      assertEquals(Shape.of(1, 2), result.tensor("z").shape());
      assertArrayEquals(new float[] {1, 2}, result.tensor("z").toFloats());
    }
    w.close();
  }

  @Test
  void whatCannotFitFailsWhenOpened() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2, 3)
            .output("y", FLOATS)
            .node(new OnnxNode("MatMul").name("mm").in("x", "x").out("y"));
    refuses(ShapeException.class, () -> open(graph), "MatMul at \"mm\"", "[2,3]");
    OnnxGraph unknown =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 2)
            .output("y", FLOATS)
            .node(new OnnxNode("Frobnicate").in("x").out("z"))
            .node(new OnnxNode("Fribble").domain("mine").in("z").out("y"));
    refuses(
        UnsupportedException.class,
        () -> open(unknown),
        "operator Frobnicate (opset 21) is not known",
        "mine.Fribble");
  }
}
