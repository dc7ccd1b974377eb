package dev.assam.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.error.ModelFormatException;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Gradients against differences of the function itself, in float64. */
class GradientTest {
  private static final double STEP = 1e-6;

  private static Tensor values(int seed, double low, int... dims) {
    Tensor x = Tensor.allocate(DType.FLOAT64, Shape.of(dims));
    for (int i = 0; i < x.size(); i++) {
      x.setDouble(i, low + (i * 7 + seed * 3) % 10 / 7.0);
    }
    return x;
  }

  private static OnnxNode gradient(String[] xs, String[] zs, String y) {
    OnnxNode node = new OnnxNode("Gradient").domain("ai.onnx.preview.training");
    node.strings("xs", xs).attr("y", y);
    return zs.length == 0 ? node : node.strings("zs", zs);
  }

  private static Session open(OnnxGraph graph, int opset) {
    byte[] model = new OnnxModel(graph).opset(opset).opset("ai.onnx.preview.training", 1).toBytes();
    return Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT);
  }

  /** The nodes make h of the inputs; y = Σ h² is differentiated with respect to all inputs. */
  private static void check(String what, int opset, Map<String, Tensor> inputs, OnnxNode... nodes) {
    OnnxGraph graph = new OnnxGraph(what);
    inputs.forEach((name, x) -> graph.input(name, x.type()));
    for (OnnxNode node : nodes) {
      graph.node(node);
    }
    graph.node(new OnnxNode("Mul").in("h", "h").out("h2"));
    graph.node(new OnnxNode("ReduceSum").in("h2").out("y").attr("keepdims", 0));
    String[] names = inputs.keySet().toArray(new String[0]);
    String[] gradients = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      gradients[i] = "d" + names[i];
      graph.output(gradients[i], null);
    }
    graph.output("y", null);
    graph.node(gradient(names, new String[0], "y").in(names).out(gradients));
    try (Session session = open(graph, opset)) {
      for (String name : names) {
        Tensor x = inputs.get(name);
        for (int i = 0; i < x.size(); i++) {
          double at = x.getDouble(i);
          x.setDouble(i, at + STEP);
          double above = run(session, inputs, "y", 0);
          x.setDouble(i, at - STEP);
          double below = run(session, inputs, "y", 0);
          x.setDouble(i, at);
          double expected = (above - below) / (2 * STEP);
          double tolerance = 1e-5 * Math.max(1, Math.abs(expected));
          String where = what + ": ∂y/∂" + name + "[" + i + "]";
          assertEquals(expected, run(session, inputs, "d" + name, i), tolerance, where);
        }
      }
    }
  }

  private static double run(Session session, Map<String, Tensor> inputs, String output, int i) {
    try (Result result = session.run(inputs)) {
      return result.tensor(output).getDouble(i);
    }
  }

  private static Map<String, Tensor> inputs(Tensor... tensors) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < tensors.length; i++) {
      inputs.put("x" + i, tensors[i]);
    }
    return inputs;
  }

  @Test
  void unary() {
    String[] ops = {
      "Abs",
      "Acos",
      "Acosh",
      "Asin",
      "Asinh",
      "Atan",
      "Atanh",
      "Ceil",
      "Celu",
      "Cos",
      "Cosh",
      "Elu",
      "Erf",
      "Exp",
      "Gelu",
      "HardSigmoid",
      "Identity",
      "LeakyRelu",
      "Log",
      "Mish",
      "Neg",
      "Reciprocal",
      "Relu",
      "Selu",
      "Sigmoid",
      "Sign",
      "Sin",
      "Sinh",
      "Softplus",
      "Softsign",
      "Sqrt",
      "Tan",
      "Tanh"
    };
    for (String op : ops) {
      Tensor x = values(1, op.equals("Acosh") ? 1.05 : 0.03, 2, 3);
      if (op.startsWith("A") && !op.equals("Acosh")) {
        for (int i = 0; i < x.size(); i++) {
          x.setDouble(i, x.getDouble(i) / 2);
        }
      }
      check(op, 20, inputs(x), new OnnxNode(op).in("x0").out("h"));
    }
  }

  @Test
  void binaryWithBroadcast() {
    for (String op :
        new String[] {"Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Mean", "Sum"}) {
      check(
          op,
          20,
          inputs(values(1, 0.51, 2, 1, 3), values(2, 0.74, 4, 1)),
          new OnnxNode(op).in("x0", "x1").out("h"));
    }
    check(
        "Where",
        20,
        inputs(values(1, -0.7, 2, 3), values(2, 1, 3)),
        new OnnxNode("Less").in("x0", "x1").out("c"),
        new OnnxNode("Where").in("c", "x0", "x1").out("h"));
    check(
        "Clip",
        20,
        inputs(values(1, -0.7, 2, 3), values(2, 0.2)),
        new OnnxNode("Clip").in("x0", "", "x1").out("h"));
  }

  @Test
  void products() {
    int[][][] shapes = {
      {{2, 3}, {3, 2}}, {{3}, {3}}, {{3}, {2, 3, 2}}, {{2, 2, 3}, {3}}, {{2, 1, 2, 3}, {4, 3, 1}}
    };
    for (int[][] shape : shapes) {
      check(
          "MatMul",
          20,
          inputs(values(1, -0.5, shape[0]), values(2, -0.3, shape[1])),
          new OnnxNode("MatMul").in("x0", "x1").out("h"));
    }
    for (int i = 0; i < 4; i++) {
      int[] a = i % 2 == 0 ? new int[] {2, 3} : new int[] {3, 2};
      int[] b = i / 2 == 0 ? new int[] {3, 4} : new int[] {4, 3};
      check(
          "Gemm",
          13,
          inputs(values(1, -0.5, a), values(2, -0.3, b), values(3, 0.1, 4)),
          new OnnxNode("Gemm")
              .in("x0", "x1", "x2")
              .out("h")
              .attr("transA", i % 2)
              .attr("transB", i / 2)
              .attr("alpha", 0.5)
              .attr("beta", 2.0));
    }
  }

  @Test
  void reductions() {
    Tensor x = values(1, -0.5, 2, 3, 2);
    for (String op : new String[] {"ReduceSum", "ReduceMean"}) {
      for (int keep = 0; keep < 2; keep++) {
        check(
            op,
            20,
            inputs(x),
            new OnnxNode("Constant").out("axes").ints("value_ints", -2, 0),
            new OnnxNode(op).in("x0", "axes").out("h").attr("keepdims", keep));
        check(op, 20, inputs(x), new OnnxNode(op).in("x0").out("h").attr("keepdims", keep));
        check(
            op,
            11,
            inputs(x),
            new OnnxNode(op).in("x0").out("h").ints("axes", 1).attr("keepdims", keep));
      }
    }
  }

  @Test
  void moves() {
    Tensor x = values(1, -0.5, 2, 3, 1);
    check(
        "Transpose",
        20,
        inputs(x),
        new OnnxNode("Transpose").in("x0").out("t").ints("perm", 2, 0, 1),
        new OnnxNode("Transpose").in("t").out("h"));
    check(
        "Reshape",
        20,
        inputs(x),
        new OnnxNode("Constant").out("shape").ints("value_ints", 3, -1),
        new OnnxNode("Reshape").in("x0", "shape").out("r"),
        new OnnxNode("Flatten").in("r").out("h"));
    check(
        "Squeeze, Unsqueeze, Expand",
        20,
        inputs(x),
        new OnnxNode("Constant").out("axes").ints("value_ints", 2),
        new OnnxNode("Squeeze").in("x0", "axes").out("s"),
        new OnnxNode("Unsqueeze").in("s", "axes").out("u"),
        new OnnxNode("Constant").out("shape").ints("value_ints", 2, 3, 4),
        new OnnxNode("Expand").in("u", "shape").out("h"));
    check(
        "Cast",
        20,
        inputs(values(1, -0.5, 4)),
        new OnnxNode("Cast").in("x0").out("c").attr("to", 11),
        new OnnxNode("Mul").in("c", "x0").out("h"));
  }

  @Test
  void severalPathsAndSecondDerivatives() {
    // y = x³ + 2x, y' = 3x² + 2, Σ y'' = 6x
    OnnxGraph graph = new OnnxGraph("g").input("x", DType.FLOAT32, 2);
    graph.node(new OnnxNode("Mul").in("x", "x").out("x2"));
    graph.node(new OnnxNode("Mul").in("x2", "x").out("x3"));
    graph.node(new OnnxNode("Sum").in("x3", "x", "x").out("y"));
    String[] x = {"x"};
    graph.node(gradient(x, new String[0], "y").in("x").out("y1"));
    graph.node(gradient(x, new String[0], "y1").in("x").out("y2"));
    graph.output("y1", null).output("y2", null);
    try (Session session = open(graph, 20);
        Result result = session.run(Map.of("x", Tensor.of(Shape.of(2), 2, -1)))) {
      assertArrayEquals(new float[] {14, 5}, result.tensor("y1").toFloats());
      assertArrayEquals(new float[] {12, -6}, result.tensor("y2").toFloats());
    }
  }

  @Test
  void otherInputsThanTheTensorsAndConstants() {
    // y = a·b with a = x + 1, b = x: at a = 10, b = 3 held, from the nodes before them nothing.
    OnnxGraph graph = new OnnxGraph("g").input("x", DType.FLOAT32).input("p", DType.FLOAT32);
    graph.initializer("one", Tensor.of(Shape.SCALAR, 1));
    graph.initializer("three", Tensor.of(Shape.SCALAR, 3));
    graph.node(new OnnxNode("Add").in("x", "one").out("a"));
    graph.node(new OnnxNode("Identity").in("x").out("b"));
    graph.node(new OnnxNode("Mul").in("a", "b").out("ab"));
    graph.node(new OnnxNode("Mul").in("ab", "a").out("y"));
    graph.node(gradient(new String[] {"a"}, new String[] {"b"}, "y").in("p", "three").out("da"));
    graph.node(gradient(new String[] {"x"}, new String[] {"a"}, "y").in("x", "a").out("dx"));
    graph.node(gradient(new String[] {"p"}, new String[0], "y").in("p").out("dp"));
    graph.output("da", null).output("dx", null).output("dp", null);
    Map<String, Tensor> inputs =
        Map.of("x", Tensor.of(Shape.SCALAR, 5), "p", Tensor.of(Shape.SCALAR, 10));
    try (Session session = open(graph, 20);
        Result result = session.run(inputs)) {
      assertEquals(2 * 10 * 3, result.tensor("da").getDouble(0));
      assertEquals(6 * 6, result.tensor("dx").getDouble(0));
      assertEquals(0, result.tensor("dp").getDouble(0));
    }
  }

  @Test
  void refusals() {
    OnnxGraph graph = new OnnxGraph("g").input("x", DType.FLOAT32, 2, 2);
    graph.node(new OnnxNode("Det").name("d").in("x").out("y"));
    graph.node(gradient(new String[] {"x"}, new String[0], "y").name("g").in("x").out("dx"));
    graph.output("dx", null);
    UnsupportedException e = assertThrows(UnsupportedException.class, () -> open(graph, 20));
    assertTrue(e.getMessage().contains("Det at \"d\" has no derivative"), e.getMessage());

    OnnxGraph dangling = new OnnxGraph("g").input("x", DType.FLOAT32, 2);
    dangling.node(gradient(new String[] {"x"}, new String[0], "y").name("g").in("x").out("dx"));
    dangling.output("dx", null);
    assertThrows(ModelFormatException.class, () -> open(dangling, 20));
  }
}
