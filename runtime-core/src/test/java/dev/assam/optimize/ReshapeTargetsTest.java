package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class ReshapeTargetsTest {
  private static OnnxGraph graph(String first, String second, String third) {
    return new OnnxGraph("g")
        .input("x", DType.FLOAT32, -1, -1, 6)
        .initializer("0", Tensor.ofLongs(DType.INT64, Shape.of(1), 0))
        .initializer("1", Tensor.ofLongs(DType.INT64, Shape.of(1), 1))
        .initializer("3", Tensor.ofLongs(DType.INT64, Shape.of(1), 3))
        .initializer("2", Tensor.ofLongs(DType.INT64, Shape.of(1), 2))
        .node(new OnnxNode("Shape").in("x").out("shape"))
        .node(new OnnxNode("Gather").in("shape", "0").out("batch"))
        .node(new OnnxNode("Gather").in("shape", "1").out("length"))
        .node(new OnnxNode("Concat").in(first, second, third, "3").out("target").attr("axis", 0))
        .node(new OnnxNode("Reshape").in("x", "target").out("y"))
        .output("y", null);
  }

  @Test
  void knowsDimensionsThatStay() {
    new PassRun(new ReshapeTargets())
        .check(
            graph("batch", "length", "2"),
            """
            %shape = Shape(start=0, end=null) [%x]
            %batch = Gather(axis=0) [%shape, %0]
            %length = Gather(axis=0) [%shape, %1]
            %target = Concat(axis=0) [%batch, %length, %2, %3]
            %y = Reshape(allowZero=false) [%x, %target]
            """,
            """
            %y = Reshape(allowZero=false) [%x, %Reshape_y/shape]
            """);
  }

  @Test
  void leavesDimensionsThatMove() {
    String nodes =
        """
        %shape = Shape(start=0, end=null) [%x]
        %batch = Gather(axis=0) [%shape, %0]
        %length = Gather(axis=0) [%shape, %1]
        %target = Concat(axis=0) [%length, %batch, %2, %3]
        %y = Reshape(allowZero=false) [%x, %target]
        """;
    new PassRun(new ReshapeTargets()).check(graph("length", "batch", "2"), nodes, nodes);
  }
}
