package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;
import static dev.assam.testing.Arg.longs;
import static dev.assam.testing.Arg.scalar;

import dev.assam.tensor.DType;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** If, Loop and Scan with their subgraphs. */
final class ControlCases {
  private static final TensorType FLOATS = new TensorType(DType.FLOAT32, Shape.UNKNOWN);

  private ControlCases() {}

  static void addTo(CaseTable table) {
    for (int opset : new int[] {7, 11, 13, 16, 21}) {
      branches(table, opset);
      loops(table, opset);
    }
    for (int opset : new int[] {9, 11, 16}) {
      scans(table, opset);
    }
    scanOptions(table);
    loopOfSequence(table);
    nested(table);
  }

  private static Map<String, Arg> arguments(Object... namesAndArgs) {
    Map<String, Arg> all = new LinkedHashMap<>();
    for (int i = 0; i < namesAndArgs.length; i += 2) {
      all.put((String) namesAndArgs[i], (Arg) namesAndArgs[i + 1]);
    }
    return all;
  }

  private static Arg bool(boolean value) {
    return given(Tensor.ofBooleans(Shape.SCALAR, value));
  }

  private static void branches(CaseTable table, int opset) {
    OnnxGraph then =
        new OnnxGraph("then")
            .output("a", FLOATS)
            .output("b", FLOATS)
            .node(new OnnxNode("Add").in("x", "x").out("a"))
            .node(new OnnxNode("Relu").in("x").out("b"));
    OnnxGraph otherwise =
        new OnnxGraph("else")
            .initializer(
                "two",
                opset < 11
                    ? Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6)
                    : Tensor.of(Shape.of(1, 2), 2, 3))
            .output("c", FLOATS)
            .output("d", FLOATS)
            .node(new OnnxNode("Identity").in("two").out("c"))
            .node(new OnnxNode("Sub").in("x", "two").out("d"));
    OnnxNode node =
        new OnnxNode("If")
            .in("cond")
            .out("y", "z")
            .attr("then_branch", then)
            .attr("else_branch", otherwise);
    for (boolean way : new boolean[] {true, false}) {
      table.graph(
          "If",
          opset,
          "" + way,
          arguments("cond", bool(way), "x", f32(3, 2)),
          List.of("y", "z"),
          graph -> graph.node(node));
    }
    table.graph(
        "If",
        opset,
        "condition [1]",
        arguments("cond", given(Tensor.ofBooleans(Shape.of(1), false)), "x", f32(3, 2)),
        List.of("y", "z"),
        graph -> graph.node(node));
  }

  /** Adds x each time, gives the running sum out, and stops when the sum of it exceeds 5. */
  private static OnnxGraph adding() {
    return new OnnxGraph("body")
        .input("i", DType.INT64)
        .input("go", DType.BOOL)
        .input("sum", FLOATS)
        .initializer("limit", Tensor.of(Shape.SCALAR, 5))
        .output("goOn", DType.BOOL)
        .output("next", FLOATS)
        .output("shown", FLOATS)
        .node(new OnnxNode("Add").in("sum", "x").out("next"))
        .node(new OnnxNode("ReduceMax").in("next").out("all").attr("keepdims", 0))
        .node(new OnnxNode("Less").in("all", "limit").out("goOn"))
        .node(new OnnxNode("Identity").in("next").out("shown"));
  }

  private static void loops(CaseTable table, int opset) {
    Arg x = given(Tensor.of(Shape.of(2), 1, 0.5f));
    Arg start = given(Tensor.of(Shape.of(2), 0, 0));
    for (int trips : new int[] {0, 1, 3, 100}) {
      table.graph(
          "Loop",
          opset,
          trips + " times or until",
          arguments("n", scalar(trips), "go", bool(true), "s", start, "x", x),
          List.of("y", "all"),
          graph ->
              graph.node(
                  new OnnxNode("Loop").in("n", "go", "s").out("y", "all").attr("body", adding())));
    }
    table.graph(
        "Loop",
        opset,
        "never",
        arguments("n", scalar(3), "go", bool(false), "s", start, "x", x),
        List.of("y", "all"),
        graph ->
            graph.node(
                new OnnxNode("Loop").in("n", "go", "s").out("y", "all").attr("body", adding())));
    table.graph(
        "Loop",
        opset,
        "without a count",
        arguments("go", bool(true), "s", start, "x", x),
        List.of("y", "all"),
        graph ->
            graph.node(
                new OnnxNode("Loop").in("", "go", "s").out("y", "all").attr("body", adding())));
    table.graph(
        "Loop",
        opset,
        "without a condition",
        arguments("n", scalar(4), "s", start, "x", x),
        List.of("y", "all"),
        graph ->
            graph.node(
                new OnnxNode("Loop").in("n", "", "s").out("y", "all").attr("body", counting())));
  }

  /** Adds x each time and gives the iteration's number out; the condition passes unchanged. */
  private static OnnxGraph counting() {
    return new OnnxGraph("body")
        .input("i", DType.INT64)
        .input("go", DType.BOOL)
        .input("sum", FLOATS)
        .output("goOn", DType.BOOL)
        .output("next", FLOATS)
        .output("shown", DType.INT64)
        .node(new OnnxNode("Add").in("sum", "x").out("next"))
        .node(new OnnxNode("Identity").in("go").out("goOn"))
        .node(new OnnxNode("Identity").in("i").out("shown"));
  }

  private static OnnxGraph running() {
    return new OnnxGraph("body")
        .input("sum", DType.FLOAT32, 2)
        .input("row", DType.FLOAT32, 2)
        .output("next", DType.FLOAT32, 2)
        .output("shown", DType.FLOAT32, 2)
        .node(new OnnxNode("Add").in("sum", "row").out("next"))
        .node(new OnnxNode("Identity").in("next").out("shown"));
  }

  private static OnnxNode scan() {
    return new OnnxNode("Scan")
        .in("s", "x")
        .out("y", "all")
        .attr("num_scan_inputs", 1)
        .attr("body", running());
  }

  private static void scans(CaseTable table, int opset) {
    table.graph(
        "Scan",
        opset,
        "running sum",
        arguments("s", f32(2), "x", f32(4, 2)),
        List.of("y", "all"),
        graph -> graph.node(scan()));
    for (int reverse = 0; reverse < 2; reverse++) {
      int in = reverse;
      table.graph(
          "Scan",
          opset,
          "columns, output reversed " + in,
          arguments("s", f32(2), "x", f32(2, 5)),
          List.of("y", "all"),
          graph ->
              graph.node(
                  scan()
                      .ints("scan_input_axes", 1)
                      .ints("scan_output_axes", 1)
                      .ints("scan_input_directions", 1)
                      .ints("scan_output_directions", in)));
    }
  }

  private static void scanOptions(CaseTable table) {
    table.graph(
        "Scan",
        11,
        "negative axes",
        arguments("s", f32(2), "x", f32(2, 5)),
        List.of("y", "all"),
        graph -> graph.node(scan().ints("scan_input_axes", -1).ints("scan_output_axes", -1)));
    OnnxGraph body =
        new OnnxGraph("body")
            .input("a", DType.FLOAT32, 3)
            .input("b", DType.FLOAT32)
            .output("p", DType.FLOAT32, 3)
            .output("q", DType.FLOAT32)
            .node(new OnnxNode("Mul").in("a", "b").out("p"))
            .node(new OnnxNode("ReduceSum").in("p").out("q").attr("keepdims", 0));
    table.graph(
        "Scan",
        13,
        "no state, two inputs",
        arguments("x", f32(4, 3), "z", f32(4)),
        List.of("y", "sums"),
        graph ->
            graph.node(
                new OnnxNode("Scan")
                    .in("x", "z")
                    .out("y", "sums")
                    .attr("num_scan_inputs", 2)
                    .attr("body", body)));
    OnnxGraph batch =
        new OnnxGraph("body")
            .input("sum", DType.FLOAT32, 2)
            .input("row", DType.FLOAT32, 2)
            .output("next", DType.FLOAT32, 2)
            .output("shown", DType.FLOAT32, 2)
            .node(new OnnxNode("Add").in("sum", "row").out("next"))
            .node(new OnnxNode("Identity").in("next").out("shown"));
    table.graph(
        "Scan",
        8,
        "batches",
        arguments("s", f32(3, 2), "x", f32(3, 4, 2)),
        List.of("y", "all"),
        graph ->
            graph.node(
                new OnnxNode("Scan")
                    .in("", "s", "x")
                    .out("y", "all")
                    .attr("num_scan_inputs", 1)
                    .attr("body", batch)));
    table.graph(
        "Scan",
        8,
        "batches of different length",
        arguments("n", longs(2, 4, 1), "s", f32(3, 2), "x", f32(3, 4, 2)),
        List.of("y", "all"),
        graph ->
            graph.node(
                new OnnxNode("Scan")
                    .in("n", "s", "x")
                    .out("y", "all")
                    .attr("num_scan_inputs", 1)
                    .attr("body", batch)));
  }

  private static void loopOfSequence(CaseTable table) {
    SequenceType sequence = new SequenceType(FLOATS);
    OnnxGraph body =
        new OnnxGraph("body")
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .input("list", sequence)
            .output("goOn", DType.BOOL)
            .output("longer", sequence)
            .node(new OnnxNode("Identity").in("go").out("goOn"))
            .initializer("zero", Tensor.ofLongs(0))
            .initializer("one", Tensor.ofLongs(1))
            .node(new OnnxNode("Reshape").in("i", "one").out("at"))
            .node(new OnnxNode("Slice").in("x", "zero", "at").out("head"))
            .node(new OnnxNode("SequenceInsert").in("list", "head").out("longer"));
    table.graph(
        "Loop",
        13,
        "carries a sequence",
        arguments("n", scalar(3), "x", f32(4)),
        List.of("y"),
        graph ->
            graph
                .node(new OnnxNode("SequenceEmpty").out("none"))
                .node(new OnnxNode("Loop").in("n", "", "none").out("y").attr("body", body)));
  }

  private static void nested(CaseTable table) {
    OnnxGraph then =
        new OnnxGraph("then").output("a", FLOATS).node(new OnnxNode("Add").in("s", "x").out("a"));
    OnnxGraph otherwise =
        new OnnxGraph("else").output("b", FLOATS).node(new OnnxNode("Sub").in("s", "x").out("b"));
    OnnxGraph body =
        new OnnxGraph("body")
            .input("i", DType.INT64)
            .input("go", DType.BOOL)
            .input("s", FLOATS)
            .initializer("two", Tensor.ofLongs(DType.INT64, Shape.SCALAR, 2))
            .output("goOn", DType.BOOL)
            .output("t", FLOATS)
            .node(new OnnxNode("Identity").in("go").out("goOn"))
            .node(new OnnxNode("Less").in("i", "two").out("early"))
            .node(
                new OnnxNode("If")
                    .in("early")
                    .out("t")
                    .attr("then_branch", then)
                    .attr("else_branch", otherwise));
    table.graph(
        "Loop",
        13,
        "with an If that looks two graphs up",
        arguments("n", scalar(5), "v", f32(3), "x", f32(3)),
        List.of("y"),
        graph -> graph.node(new OnnxNode("Loop").in("n", "", "v").out("y").attr("body", body)));
  }
}
