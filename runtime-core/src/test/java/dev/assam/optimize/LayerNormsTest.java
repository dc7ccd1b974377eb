package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class LayerNormsTest {
  private static OnnxGraph graph() {
    return new OnnxGraph("g")
        .input("x", DType.FLOAT32, -1, -1, 4)
        .initializer("two", Tensor.of(Shape.SCALAR, 2))
        .initializer("eps", Tensor.of(Shape.SCALAR, 1e-5f))
        .initializer("one", Tensor.of(Shape.SCALAR, 1))
        .initializer("scale", Tensor.of(Shape.of(4), 1, -2, 3, 0.5f))
        .initializer("bias", Tensor.of(Shape.of(4), 0.1f, 2, -3, 4));
  }

  private static OnnxNode mean(String x, String y) {
    return new OnnxNode("ReduceMean").in(x).out(y).ints("axes", -1);
  }

  @Test
  void findsLayerNormalization() {
    new PassRun(new LayerNorms())
        .check(
            graph()
                .node(mean("x", "mean"))
                .node(new OnnxNode("Sub").in("x", "mean").out("d"))
                .node(new OnnxNode("Pow").in("d", "two").out("squares"))
                .node(mean("squares", "variance"))
                .node(new OnnxNode("Add").in("variance", "eps").out("sum"))
                .node(new OnnxNode("Sqrt").in("sum").out("root"))
                .node(new OnnxNode("Div").in("d", "root").out("n"))
                .node(new OnnxNode("Mul").in("n", "scale").out("s"))
                .node(new OnnxNode("Add").in("bias", "s").out("y"))
                .output("y", null),
            """
            %mean = ReduceMean(fold=MEAN, axes=[-1], keepDims=true, noopWithEmptyAxes=false) [%x]
            %d = Sub [%x, %mean]
            %squares = Pow [%d, %two]
            %variance = ReduceMean(fold=MEAN, axes=[-1], keepDims=true, noopWithEmptyAxes=false) [%squares]
            %sum = Add [%variance, %eps]
            %root = Sqrt [%sum]
            %n = Div [%d, %root]
            %s = Mul [%n, %scale]
            %y = Add [%bias, %s]
            """,
            """
            %y = LayerNormalization(axis=-1, epsilon=1.0E-5, stashType=float32) [%x, %scale, %bias]
            """);
  }

  @Test
  void findsRmsNormalization() {
    new PassRun(new LayerNorms())
        .check(
            graph()
                .node(new OnnxNode("Mul").in("x", "x").out("squares"))
                .node(mean("squares", "square"))
                .node(new OnnxNode("Add").in("eps", "square").out("sum"))
                .node(new OnnxNode("Sqrt").in("sum").out("root"))
                .node(new OnnxNode("Div").in("one", "root").out("factor"))
                .node(new OnnxNode("Mul").in("x", "factor").out("n"))
                .node(new OnnxNode("Mul").in("scale", "n").out("y"))
                .output("y", null),
            """
            %squares = Mul [%x, %x]
            %square = ReduceMean(fold=MEAN, axes=[-1], keepDims=true, noopWithEmptyAxes=false) [%squares]
            %sum = Add [%eps, %square]
            %root = Sqrt [%sum]
            %factor = Div [%one, %root]
            %n = Mul [%x, %factor]
            %y = Mul [%scale, %n]
            """,
            """
            %y = RMSNormalization(axis=-1, epsilon=1.0E-5, stashType=float32) [%x, %scale]
            """);
  }

  @Test
  void leavesTheMeanOfOtherAxes() {
    String nodes =
        """
        %squares = Mul [%x, %x]
        %square = ReduceMean(fold=MEAN, axes=[1], keepDims=true, noopWithEmptyAxes=false) [%squares]
        %root = Sqrt [%square]
        %y = Div [%x, %root]
        """;
    new PassRun(new LayerNorms())
        .check(
            graph()
                .node(new OnnxNode("Mul").in("x", "x").out("squares"))
                .node(new OnnxNode("ReduceMean").in("squares").out("square").ints("axes", 1))
                .node(new OnnxNode("Sqrt").in("square").out("root"))
                .node(new OnnxNode("Div").in("x", "root").out("y"))
                .output("y", null),
            nodes,
            nodes);
  }
}
