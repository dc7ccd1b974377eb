package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class GroupNormsTest {
  @Test
  void findsGroupNormalization() {
    new PassRun(new ReshapeTargets(), new GroupNorms())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, -1, 4, -1, 3)
                .initializer("split", Tensor.ofLongs(0, 2, -1))
                .initializer("ones", Tensor.of(Shape.of(2), 1, 1))
                .initializer("zeros", Tensor.of(Shape.of(2), 0, 0))
                .initializer("scale", Tensor.of(Shape.of(4, 1, 1), 1, -2, 3, 0.5f))
                .initializer("bias", Tensor.of(Shape.of(1, 4, 1, 1), 0.1f, 2, -3, 4))
                .node(new OnnxNode("Reshape").in("x", "split").out("r"))
                .node(new OnnxNode("InstanceNormalization").in("r", "ones", "zeros").out("n"))
                .node(new OnnxNode("Shape").in("x").out("shape"))
                .node(new OnnxNode("Reshape").in("n", "shape").out("m"))
                .node(new OnnxNode("Mul").in("m", "scale").out("s"))
                .node(new OnnxNode("Add").in("s", "bias").out("y"))
                .output("y", null),
            """
            %r = Reshape(allowZero=false) [%x, %split]
            %n = InstanceNormalization(epsilon=1.0E-5) [%r, %ones, %zeros]
            %shape = Shape(start=0, end=null) [%x]
            %m = Reshape(allowZero=false) [%n, %shape]
            %s = Mul [%m, %scale]
            %y = Add [%s, %bias]
            """,
            """
            %y = GroupNormalization(groups=2, epsilon=1.0E-5, perGroup=false, stashType=float32) [%x, %InstanceNormalization_n/scale, %InstanceNormalization_n/bias]
            """);
  }
}
