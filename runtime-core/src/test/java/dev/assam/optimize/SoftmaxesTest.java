package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class SoftmaxesTest {
  @Test
  void findsSoftmax() {
    new PassRun(new Softmaxes())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, -1, 5)
                .initializer("last", Tensor.ofLongs(-1))
                .node(new OnnxNode("ReduceMax").in("x").out("max").ints("axes", 1))
                .node(new OnnxNode("Sub").in("x", "max").out("d"))
                .node(new OnnxNode("Exp").in("d").out("e"))
                .node(new OnnxNode("ReduceSum").in("e", "last").out("sum"))
                .node(new OnnxNode("Div").in("e", "sum").out("y"))
                .output("y", null),
            """
            %max = ReduceMax(fold=MAX, axes=[1], keepDims=true, noopWithEmptyAxes=false) [%x]
            %d = Sub [%x, %max]
            %e = Exp [%d]
            %sum = ReduceSum(fold=SUM, axes=null, keepDims=true, noopWithEmptyAxes=false) [%e, %last]
            %y = Div [%e, %sum]
            """,
            """
            %y = Softmax(axis=-1, flattened=false) [%x]
            """);
  }
}
