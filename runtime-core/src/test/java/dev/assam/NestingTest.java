package dev.assam;

import static dev.assam.testing.Sessions.open;
import static dev.assam.testing.Sessions.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.ModelFormatException;
import dev.assam.error.ShapeException;
import dev.assam.tensor.DType;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Models that are deep or wide open and run, or are refused, on the stack that a page has. */
class NestingTest {
  private static final TensorType FLOATS = new TensorType(DType.FLOAT32, Shape.UNKNOWN);
  private static final int STACK_BYTES = 512 << 10;

  /** On a small stack, in less than a minute. */
  private static void onSmallStack(Executable action) {
    onStack(STACK_BYTES, action);
  }

  private static void onStack(int bytes, Executable action) {
    Throwable[] failure = new Throwable[1];
    Runnable catching =
        () -> {
          try {
            action.execute();
          } catch (Throwable e) {
            failure[0] = e;
          }
        };
    Thread thread = new Thread(null, catching, "small stack", bytes);
    assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          thread.start();
          thread.join();
        });
    if (failure[0] != null) {
      throw new AssertionError(failure[0].toString(), failure[0]);
    }
  }

  private static OnnxModel model(OnnxGraph graph) {
    return new OnnxModel(graph).ir(10).opset(21).opset("mine", 1);
  }

  private static OnnxGraph graph() {
    return new OnnxGraph("g").input("x", DType.FLOAT32, 1).output("y", DType.FLOAT32, 1);
  }

  private static float run(byte[] model) {
    try (Session session = open(model, SessionOptions.DEFAULT);
        Tensor x = Tensor.of(Shape.of(1), 2);
        Tensor yes = Tensor.ofBooleans(Shape.SCALAR, true);
        Result result =
            session.run(session.inputs().size() == 1 ? Map.of("x", x) : Map.of("x", x, "c", yes))) {
      return result.tensor("y").toFloats()[0];
    }
  }

  /** Ifs inside each other, in the innermost y = op(x, x). */
  private static byte[] ifs(int levels, String op) {
    OnnxGraph body =
        new OnnxGraph("innermost")
            .node(new OnnxNode(op).name("core").in("x", "x").out("r0"))
            .output("r0", FLOATS);
    for (int i = 1; i <= levels; i++) {
      OnnxNode node =
          new OnnxNode("If")
              .in("c")
              .out(i == levels ? "y" : "r" + i)
              .attr("then_branch", body)
              .attr("else_branch", new OnnxGraph("e").node(copy(i)).output("e" + i, FLOATS));
      body = i == levels ? graph().input("c", DType.BOOL).node(node) : inner(node, "r" + i);
    }
    return model(body).toBytes();
  }

  private static OnnxNode copy(int i) {
    return new OnnxNode("Identity").in("x").out("e" + i);
  }

  private static OnnxGraph inner(OnnxNode node, String result) {
    return new OnnxGraph("inner").node(node).output(result, FLOATS);
  }

  @Test
  void bodiesInsideBodies() {
    onSmallStack(() -> assertEquals(4, run(ifs(30, "Add"))));
    byte[][] deep = new byte[1][];
    onStack(64 << 20, () -> deep[0] = ifs(1000, "Add"));
    onSmallStack(() ->
        refuses(
            ModelFormatException.class,
            () -> open(deep[0], SessionOptions.DEFAULT),
            "nested deeper than 100"));
  }

  @Test
  void anErrorInTheInnermostBodyNamesItsNodeShortly() {
    onSmallStack(() -> {
      ShapeException error = refuses(ShapeException.class, () -> run(ifs(30, "Gemm")), "\"core\"");
      assertTrue(error.getMessage().length() < 500, error.getMessage());
    });
  }

  @Test
  void typesInsideTypes() {
    for (int levels : new int[] {20, 1000}) {
      ValueType type = FLOATS;
      for (int i = 0; i < levels; i++) {
        type = new SequenceType(type);
      }
      byte[] bytes =
          model(graph().input("s", type).node(new OnnxNode("Add").in("x", "x").out("y"))).toBytes();
      onSmallStack(() -> {
        if (levels < 100) {
          open(bytes, SessionOptions.DEFAULT).close();
        } else {
          refuses(
              ModelFormatException.class,
              () -> open(bytes, SessionOptions.DEFAULT),
              "nested deeper than 100");
        }
      });
    }
  }

  @Test
  void aLongChain() {
    int count = 100_000;
    OnnxGraph graph = graph();
    for (int i = 0; i < count; i++) {
      String from = i == 0 ? "x" : "v" + i;
      graph.node(new OnnxNode("Neg").in(from).out(i == count - 1 ? "y" : "v" + (i + 1)));
    }
    byte[] bytes = model(graph).toBytes();
    onSmallStack(() -> assertEquals(2, run(bytes)));
  }

  @Test
  void manyInputsWithDefaults() {
    OnnxGraph graph = graph().node(new OnnxNode("Neg").in("x").out("y"));
    Tensor one = Tensor.of(Shape.of(1), 1);
    for (int i = 0; i < 100_000; i++) {
      graph.input("w" + i, DType.FLOAT32, 1).initializer("w" + i, one);
    }
    byte[] bytes = model(graph).toBytes();
    one.close();
    onSmallStack(() -> open(bytes, SessionOptions.DEFAULT).close());
  }

  @Test
  void manyBodies() {
    OnnxGraph graph = graph().input("c", DType.BOOL);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      OnnxNode neg = new OnnxNode("Neg").in(i == 0 ? "x" : "v" + i).out("n" + i);
      OnnxGraph body = new OnnxGraph("b").node(neg).output("n" + i, FLOATS);
      graph.node(
          new OnnxNode("If")
              .in("c")
              .out(i == count - 1 ? "y" : "v" + (i + 1))
              .attr("then_branch", body)
              .attr("else_branch", body));
    }
    byte[] bytes = model(graph).toBytes();
    onSmallStack(() -> assertEquals(2, run(bytes)));
  }

  /** Functions of which each calls the one before it so many times. */
  private static byte[] functions(int levels, int calls) {
    OnnxModel model =
        model(
            graph().node(new OnnxNode("F" + levels).domain("mine").name("call").in("x").out("y")));
    for (int i = 0; i <= levels; i++) {
      List<OnnxNode> nodes = new ArrayList<>();
      for (int call = 0; call < calls; call++) {
        OnnxNode node = i == 0 ? new OnnxNode("Neg") : new OnnxNode("F" + (i - 1)).domain("mine");
        String from = call == 0 ? "a" : "v" + call;
        nodes.add(node.in(from).out(call == calls - 1 ? "b" : "v" + (call + 1)));
      }
      model.function("mine", "F" + i, 21, List.of("a"), List.of("b"), List.of(), nodes);
    }
    return model.toBytes();
  }

  @Test
  void functionsThatCallFunctions() {
    onSmallStack(() -> assertEquals(-2, run(functions(90, 1))));
    onSmallStack(() ->
        refuses(
            ModelFormatException.class,
            () -> run(functions(1000, 1)),
            "inside each other",
            "allowed: 100"));
    onSmallStack(() -> assertEquals(2, run(functions(10, 2))));
    onSmallStack(() ->
        refuses(
            ModelFormatException.class,
            () -> run(functions(60, 2)),
            "calls of functions add more than"));
  }
}
