package dev.assam.optimize;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.graph.Graph;
import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.OnnxReader;
import dev.assam.op.Deadline;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Passes that leave nodes out or make fewer of them. */
final class SimplificationsTest {
  private static OnnxNode node(String op, String... names) {
    String[] inputs = Arrays.copyOf(names, names.length - 1);
    return new OnnxNode(op).in(inputs).out(names[names.length - 1]);
  }

  @Test
  void foldConstants() {
    new PassRun(new ConstantFolding())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 2, -1)
                .initializer("c", Tensor.of(Shape.of(2, 1), 1, 2))
                .node(node("Exp", "c", "e"))
                .node(node("Shape", "x", "s"))
                .node(node("Gather", "s", "zero", "n").attr("axis", 0))
                .initializer("zero", Tensor.ofLongs(0))
                .node(node("ConstantOfShape", "n", "o"))
                .node(node("Unsqueeze", "o", "one", "p"))
                .initializer("one", Tensor.ofLongs(1))
                .node(node("Add", "p", "e", "q"))
                .node(node("Mul", "x", "q", "y"))
                .output("y", null),
            """
            %e = Exp [%c]
            %s = Shape(start=0, end=null) [%x]
            %n = Gather(axis=0) [%s, %zero]
            %o = ConstantOfShape(value=null) [%n]
            %p = Unsqueeze(axes=null) [%o, %one]
            %q = Add [%p, %e]
            %y = Mul [%x, %q]
            """,
            """
            %y = Mul [%x, %q]
            """);
  }

  @Test
  void dropDeadCode() {
    new PassRun(new DeadCode())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 2, 3)
                .node(node("Relu", "x", "a"))
                .node(node("Neg", "a", "b"))
                .node(new OnnxNode("TopK").in("x", "k").out("values", "indices"))
                .initializer("k", Tensor.ofLongs(1))
                .output("values", null),
            """
            %a = Relu [%x]
            %b = Neg [%a]
            %values, %indices = TopK(axis=-1, largest=true, sorted=true, k=null) [%x, %k]
            """,
            """
            %values, _ = TopK(axis=-1, largest=true, sorted=true, k=null) [%x, %k]
            """);
  }

  @Test
  void dropNoOps() {
    new PassRun(new NoOps())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, -1, 3)
                .initializer("keep", Tensor.ofLongs(0, 3))
                .initializer("none", Tensor.ofLongs(0, 0, 0, 0))
                .initializer("all", Tensor.ofLongs(0))
                .initializer("end", Tensor.ofLongs(9))
                .initializer("axis", Tensor.ofLongs(1))
                .initializer("back", Tensor.ofLongs(-1))
                .initializer("before", Tensor.ofLongs(-9))
                .node(node("Identity", "x", "a"))
                .node(node("Dropout", "a", "b"))
                .node(node("Cast", "b", "c").attr("to", 1))
                .node(node("Reshape", "c", "keep", "d"))
                .node(node("Pad", "d", "none", "e"))
                .node(node("Transpose", "e", "f").ints("perm", 0, 1))
                .node(node("Slice", "f", "all", "end", "axis", "g"))
                .node(node("Slice", "g", "back", "before", "axis", "back", "h"))
                .node(node("Neg", "h", "i"))
                .node(node("Sum", "i", "y"))
                .node(node("Identity", "x", "z"))
                .output("y", null)
                .output("z", null),
            """
            %a = Identity [%x]
            %b = Dropout(ratio=null, mode=AS_INPUT, seed=null) [%a]
            %c = Cast(to=float32, saturate=true, roundMode=up) [%b]
            %d = Reshape(allowZero=false) [%c, %keep]
            %e = Pad(mode=CONSTANT, pads=null, value=0.0) [%d, %none]
            %f = Transpose(perm=[0, 1]) [%e]
            %g = Slice(starts=null, ends=null, axes=null) [%f, %all, %end, %axis]
            %h = Slice(starts=null, ends=null, axes=null) [%g, %back, %before, %axis, %back]
            %i = Neg [%h]
            %y = Sum [%i]
            %z = Identity [%x]
            """,
            """
            %h = Slice(starts=null, ends=null, axes=null) [%x, %back, %before, %axis, %back]
            %y = Neg [%h]
            %z = Identity [%x]
            """);
  }

  @Test
  void shareEqualNodesAndConstants() {
    new PassRun(new EqualConstants(), new CommonSubexpressions())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 2)
                .initializer("c", Tensor.of(Shape.of(2), 1, 2))
                .initializer("d", Tensor.of(Shape.of(2), 1, 2))
                .node(node("Add", "x", "c", "a"))
                .node(node("Add", "x", "d", "b"))
                .node(node("RandomNormalLike", "x", "r").attr("seed", 1.0))
                .node(node("RandomNormalLike", "x", "s").attr("seed", 1.0))
                .node(new OnnxNode("Sum").in("a", "b", "r", "s").out("y"))
                .output("y", null),
            """
            %a = Add [%x, %c]
            %b = Add [%x, %d]
            %r = RandomNormalLike(dtype=null, shape=null, mean=0.0, scale=1.0, seed=1.0) [%x]
            %s = RandomNormalLike(dtype=null, shape=null, mean=0.0, scale=1.0, seed=1.0) [%x]
            %y = Sum [%a, %b, %r, %s]
            """,
            """
            %a = Add [%x, %c]
            %r = RandomNormalLike(dtype=null, shape=null, mean=0.0, scale=1.0, seed=1.0) [%x]
            %s = RandomNormalLike(dtype=null, shape=null, mean=0.0, scale=1.0, seed=1.0) [%x]
            %y = Sum [%a, %a, %r, %s]
            """);
  }

  @Test
  void inlineIf() {
    OnnxGraph yes = new OnnxGraph("yes").node(node("Neg", "x", "p")).output("p", null);
    OnnxGraph no = new OnnxGraph("no").node(node("Abs", "x", "q")).output("q", null);
    new PassRun(new InlineIf(), new NoOps())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 2)
                .initializer("c", Tensor.ofBooleans(Shape.SCALAR, true))
                .node(node("If", "c", "y").attr("then_branch", yes).attr("else_branch", no))
                .output("y", null),
            """
            %y = If [%c]
            %p = Neg [%x]
            %q = Abs [%x]
            """,
            """
            %y = Neg [%x]
            """);
  }

  @Test
  void fuseElementwise() {
    new PassRun(new ElementwiseFusion(), new NoOps())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, -1, 4)
                .input("s", DType.FLOAT32, 4)
                .initializer("three", Tensor.of(Shape.SCALAR, 3))
                .initializer("low", Tensor.of(Shape.SCALAR, 0))
                .initializer("six", Tensor.of(Shape.SCALAR, 6))
                .initializer("two", Tensor.of(Shape.SCALAR, 2))
                .initializer("one", Tensor.of(Shape.of(1), 1))
                .node(node("Add", "x", "three", "a"))
                .node(node("Clip", "a", "low", "six", "b"))
                .node(node("Div", "b", "six", "c"))
                .node(node("Mul", "x", "c", "hardSwish"))
                .node(node("Pow", "s", "two", "square"))
                .node(node("Mul", "square", "hardSwish", "y"))
                .node(node("Mul", "one", "x", "d"))
                .node(node("Relu", "d", "z"))
                .node(node("Sqrt", "square", "root"))
                .output("y", null)
                .output("z", null)
                .output("root", null)
                .output("f", null)
                .node(node("Mul", "s", "three", "e"))
                .node(node("Round", "e", "f")),
            """
            %a = Add [%x, %three]
            %b = Clip(min=null, max=null) [%a, %low, %six]
            %c = Div [%b, %six]
            %hardSwish = Mul [%x, %c]
            %square = Pow [%s, %two]
            %y = Mul [%square, %hardSwish]
            %d = Mul [%one, %x]
            %z = Relu [%d]
            %root = Sqrt [%square]
            %e = Mul [%s, %three]
            %f = Round [%e]
            """,
            """
            %square = Fused(mul(x0, x0), float32) [%s]
            %y = Fused(mul(x0, mul(x1, mul(min(max(add(x1, 3.0), 0.0), 6.0), 0.16666666666666666))), float32) [%square, %x]
            %z = Relu [%x]
            %root = Sqrt [%square]
            %f = Fused(round(float32(mul(x0, 3.0))), float32) [%s]
            """);
  }

  @Test
  @SuppressWarnings("try")
  void formulasStayShortAndLongChainsNeedNoStack() {
    OnnxGraph graph = new OnnxGraph("g").input("v0", DType.FLOAT32, 2);
    for (int i = 0; i < 60; i++) {
      graph.node(node("Add", "v" + i, "v" + i, "v" + (i + 1)));
    }
    graph.output("v60", null);
    String last = "v0";
    for (int i = 0; i < 20_000; i++) {
      graph.node(node("Relu", last, "w" + i));
      last = "w" + i;
    }
    try (MemoryScope scope = MemoryScope.open()) {
      byte[] bytes = new OnnxModel(graph).ir(10).opset(17).toBytes();
      Graph read = OnnxReader.read(Storage.ofBytes(bytes), ExternalData.NONE).graph();
      Map<Value, ValueType> types = Map.of();
      Graph result =
          new Pipeline(Layout.CHANNELS_FIRST, Set.of()).run(read, types, Deadline.NONE).graph();
      assertTrue(result.nodes().size() < 20);
      for (Node node : result.nodes()) {
        assertTrue(node.op().toString().length() < 5000);
      }
    }
  }
}
