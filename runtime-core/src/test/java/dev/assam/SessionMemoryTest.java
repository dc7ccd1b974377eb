package dev.assam;

import static dev.assam.testing.Sessions.open;
import static dev.assam.testing.Sessions.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.MemoryException;
import dev.assam.error.ShapeException;
import dev.assam.error.TimeoutException;
import dev.assam.memory.MemoryScope;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Memory comes back after runs, failures and closing; values live no longer than needed. */
class SessionMemoryTest {
  private static final TensorType FLOATS = new TensorType(DType.FLOAT32, Shape.UNKNOWN);
  private static final int SIZE = 10_000;
  private static final int TENSOR_BYTES = 4 * SIZE;

  private static OnnxGraph graph() {
    return new OnnxGraph("g").input("x", DType.FLOAT32, SIZE).output("y", FLOATS);
  }

  /** The most memory that a run had in use beyond what was in use before. */
  private static long peak(Session session, Map<String, Tensor> inputs) {
    long before = MemoryScope.usedBytes();
    MemoryScope.resetPeak();
    session.run(inputs).close();
    assertEquals(before, MemoryScope.usedBytes());
    return MemoryScope.peakBytes() - before;
  }

  private static Tensor x() {
    return Tensor.allocate(DType.FLOAT32, Shape.of(SIZE));
  }

  @Test
  void memoryInUseIsWhatItWas() {
    long before = MemoryScope.usedBytes();
    Tensor x = x();
    Tensor index = Tensor.ofLongs(SIZE);
    OnnxGraph graph =
        graph()
            .input("i", DType.INT64, 1)
            .initializer("w", x)
            .node(new OnnxNode("Add").in("x", "w").out("s"))
            .node(new OnnxNode("Split").in("s").out("p", "q").attr("num_outputs", 2))
            .node(new OnnxNode("Concat").in("q", "p").out("c").attr("axis", 0))
            .node(new OnnxNode("Gather").name("pick").in("c", "i").out("y"));
    Session session = open(graph);
    long open = MemoryScope.usedBytes();
    Tensor zero = Tensor.ofLongs(0);
    for (int i = 0; i < 20; i++) {
      session.run(Map.of("x", x, "i", zero)).close();
      refuses(ShapeException.class, () -> session.run(Map.of("x", x, "i", index)), "pick");
    }
    zero.close();
    assertEquals(open, MemoryScope.usedBytes());
    session.close();
    x.close();
    index.close();
    assertEquals(before, MemoryScope.usedBytes());
  }

  @Test
  void valuesAreGivenBackAfterTheirLastUse() {
    OnnxGraph chain = graph();
    String last = "x";
    for (int i = 0; i < 50; i++) {
      String next = i == 49 ? "y" : "v" + i;
      chain.node(new OnnxNode(i % 2 == 0 ? "Neg" : "Exp").in(last).out(next));
      last = next;
    }
    try (Session session = open(chain);
        Tensor x = x()) {
      assertEquals(2 * TENSOR_BYTES, peak(session, Map.of("x", x)));
    }
  }

  @Test
  void whatNobodyUsesIsGivenBackAtOnce() {
    OnnxGraph graph = graph();
    for (int i = 0; i < 50; i++) {
      graph.node(new OnnxNode("Neg").in("x").out("unused" + i));
    }
    graph.node(new OnnxNode("Neg").in("x").out("y"));
    try (Session session = open(graph);
        Tensor x = x()) {
      assertEquals(TENSOR_BYTES, peak(session, Map.of("x", x)));
    }
  }

  private static OnnxGraph body(String name, OnnxNode... nodes) {
    OnnxGraph body = new OnnxGraph(name);
    List.of(nodes).forEach(body::node);
    return body;
  }

  @Test
  void branchesGiveBackWhatTheyComputed() {
    OnnxGraph branch =
        body(
                "b",
                new OnnxNode("Neg").in("x").out("n1"),
                new OnnxNode("Exp").in("n1").out("n2"),
                new OnnxNode("Abs").in("n2").out("n3"),
                new OnnxNode("Neg").in("n3").out("r"))
            .output("r", FLOATS);
    OnnxGraph itself = body("c", new OnnxNode("Identity").in("x").out("r")).output("r", FLOATS);
    OnnxGraph graph =
        graph()
            .input("c", DType.BOOL)
            .node(
                new OnnxNode("If")
                    .in("c")
                    .out("y")
                    .attr("then_branch", branch)
                    .attr("else_branch", itself));
    try (Session session = open(graph);
        Tensor x = x();
        Tensor yes = Tensor.ofBooleans(Shape.SCALAR, true);
        Tensor no = Tensor.ofBooleans(Shape.SCALAR, false)) {
      assertEquals(2 * TENSOR_BYTES, peak(session, Map.of("x", x, "c", yes)));
      assertEquals(0, peak(session, Map.of("x", x, "c", no)));
    }
  }

  /** v ← −v, as often as the input n says. */
  private static OnnxGraph loop() {
    OnnxGraph pass =
        body(
                "pass",
                new OnnxNode("Neg").in("v").out("w"),
                new OnnxNode("Identity").in("go").out("on"))
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .input("v", FLOATS)
            .output("on", DType.BOOL)
            .output("w", FLOATS);
    return graph()
        .input("n", DType.INT64)
        .node(new OnnxNode("Loop").name("loop").in("n", "", "x").out("y").attr("body", pass));
  }

  @Test
  void loopsKeepOnlyWhatTheyCarry() {
    try (Session session = open(loop());
        Tensor x = x()) {
      for (int n : new int[] {0, 1, 2, 100}) {
        try (Tensor trips = Tensor.ofLongs(DType.INT64, Shape.SCALAR, n)) {
          long peak = peak(session, Map.of("x", x, "n", trips));
          assertTrue(peak <= 2 * TENSOR_BYTES + 64, n + " passes use " + peak);
        }
      }
    }
  }

  @Test
  void scansKeepOnlyTheirStatesAndWhatTheyStack() {
    OnnxGraph pass =
        body(
                "pass",
                new OnnxNode("Add").in("v", "e").out("w"),
                new OnnxNode("ReduceSum").in("w").out("sum").attr("keepdims", 0))
            .input("v", FLOATS)
            .input("e", FLOATS)
            .output("w", FLOATS)
            .output("sum", FLOATS);
    OnnxGraph graph =
        graph()
            .input("z", DType.FLOAT32, 100, 1)
            .output("sums", FLOATS)
            .node(
                new OnnxNode("Scan")
                    .in("x", "z")
                    .out("y", "sums")
                    .attr("num_scan_inputs", 1)
                    .attr("body", pass));
    try (Session session = open(graph);
        Tensor x = x();
        Tensor z = Tensor.allocate(DType.FLOAT32, Shape.of(100, 1))) {
      long peak = peak(session, Map.of("x", x, "z", z));
      assertTrue(peak <= 2 * TENSOR_BYTES + 2 * 400 + 64, "" + peak);
    }
  }

  @Test
  void failuresInsideBodiesGiveAllBack() {
    OnnxGraph pass =
        body(
                "pass",
                new OnnxNode("Concat").in("v", "v").out("w").attr("axis", 0),
                new OnnxNode("Gather").name("pick").in("x", "at").out("unused"),
                new OnnxNode("Add").in("at", "i").out("next"),
                new OnnxNode("Identity").in("go").out("on"))
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .input("v", FLOATS)
            .input("at", DType.INT64)
            .output("on", DType.BOOL)
            .output("w", FLOATS)
            .output("next", DType.INT64);
    OnnxGraph graph =
        graph()
            .input("at", DType.INT64)
            .node(new OnnxNode("Loop").in("", "", "x", "at").out("y", "").attr("body", pass));
    try (Session session = open(graph);
        Tensor x = x();
        Tensor at = Tensor.ofLongs(DType.INT64, Shape.SCALAR, SIZE - 2)) {
      refuses(ShapeException.class, () -> session.run(Map.of("x", x, "at", at)), "pick");
    }
  }

  @Test
  void theMemoryLimitNamesTheNodeAndBothNumbers() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("shape", DType.INT64, 2)
            .output("y", FLOATS)
            .node(new OnnxNode("ConstantOfShape").name("fill").in("shape").out("f"))
            .node(new OnnxNode("Neg").name("neg").in("f").out("y"));
    SessionOptions options = SessionOptions.DEFAULT.withMemoryLimit(100_000);
    try (Session session = open(graph, options);
        Tensor small = Tensor.ofLongs(100, 100);
        Tensor large = Tensor.ofLongs(100, 200);
        Tensor huge = Tensor.ofLongs(1 << 20, 1 << 10);
        Tensor impossible = Tensor.ofLongs(1 << 20, 1 << 20)) {
      session.run(Map.of("shape", small)).close();
      refuses(
          MemoryException.class,
          () -> session.run(Map.of("shape", large)),
          "Neg at \"neg\": ",
          "80000 bytes are needed, 80064 are in use (allowed: 100000)");
      refuses(
          MemoryException.class,
          () -> session.run(Map.of("shape", huge)),
          "ConstantOfShape",
          "at \"fill\": a tensor of 1073741824 × 4 bytes is larger than 2 GiB");
      refuses(
          MemoryException.class,
          () -> session.run(Map.of("shape", impossible)),
          "at \"fill\": ",
          "[1048576,1048576]");
      session.run(Map.of("shape", small)).close();
      Result kept = session.run(Map.of("shape", small));
      session.run(Map.of("shape", small)).close();
      kept.close();
    }
  }

  @Test
  void theMemoryLimitHoldsWhileAModelIsOpened() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .output("y", FLOATS)
            .sparseInitializer("w", Tensor.allocate(DType.FLOAT32, Shape.of(50_000)))
            .node(new OnnxNode("Neg").in("w").out("y"));
    refuses(
        MemoryException.class,
        () -> open(graph, SessionOptions.DEFAULT.withMemoryLimit(100_000)),
        "200000 bytes are needed");
    open(graph, SessionOptions.DEFAULT.withMemoryLimit(300_000)).close();
  }

  @Test
  void theTimeLimitEndsALoopWithoutEnd() {
    try (Session session = open(loop(), SessionOptions.DEFAULT.withTimeLimit(50));
        Tensor x = x();
        Tensor few = Tensor.ofLongs(DType.INT64, Shape.SCALAR, 2);
        Tensor endless = Tensor.ofLongs(DType.INT64, Shape.SCALAR, Long.MAX_VALUE)) {
      session.run(Map.of("x", x, "n", few)).close();
      refuses(
          TimeoutException.class,
          () -> session.run(Map.of("x", x, "n", endless)),
          "the time limit of 50 ms is over");
      session.run(Map.of("x", x, "n", few)).close();
    }
  }

  @Test
  void theTimeLimitEndsALoopWithAnEmptyBody() {
    OnnxGraph pass =
        new OnnxGraph("pass")
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .input("v", FLOATS)
            .output("go", DType.BOOL)
            .output("v", FLOATS);
    OnnxGraph graph =
        graph().node(new OnnxNode("Loop").name("loop").in("", "", "x").out("y").attr("body", pass));
    try (Session session = open(graph, SessionOptions.DEFAULT.withTimeLimit(50));
        Tensor x = x()) {
      refuses(TimeoutException.class, () -> session.run(Map.of("x", x)), "Loop at \"loop\"");
    }
  }

  @Test
  void emptyTensorsWithoutEndMeetTheMemoryLimit() {
    OnnxGraph stacking =
        body("pass", new OnnxNode("Neg").in("empty").out("n"))
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .output("go", DType.BOOL)
            .output("n", FLOATS);
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("empty", DType.FLOAT32, 0)
            .output("y", FLOATS)
            .node(new OnnxNode("Loop").name("loop").in("", "").out("y").attr("body", stacking));
    SessionOptions options = SessionOptions.DEFAULT.withMemoryLimit(1 << 20).withTimeLimit(20_000);
    try (Session session = open(graph, options);
        Tensor empty = Tensor.allocate(DType.FLOAT32, Shape.of(0))) {
      refuses(MemoryException.class, () -> session.run(Map.of("empty", empty)), "1048576");
    }
  }
}
