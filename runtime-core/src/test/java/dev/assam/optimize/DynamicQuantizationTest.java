package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class DynamicQuantizationTest {
  private static OnnxGraph graph(OnnxGraph graph) {
    return graph
        .node(new OnnxNode("DynamicQuantizeLinear").in("x").out("q", "qs", "qz"))
        .node(new OnnxNode("Mul").in("qs", "ws").out("scales"));
  }

  @Test
  void multipliesByScalesOfColumns() {
    new PassRun(new DynamicQuantization())
        .check(
            graph(
                    new OnnxGraph("g")
                        .input("x", DType.FLOAT32, -1, 3)
                        .initializer(
                            "w", Tensor.ofLongs(DType.INT8, Shape.of(3, 2), 1, -2, 3, 100, 5, -128))
                        .initializer("wz", Tensor.ofLongs(DType.INT8, Shape.of(2), 3, -1))
                        .initializer("ws", Tensor.of(Shape.of(2), 0.5f, 0.25f)))
                .node(new OnnxNode("MatMulInteger").in("q", "w", "qz", "wz").out("i"))
                .node(new OnnxNode("Cast").in("i").out("f").attr("to", 1))
                .node(new OnnxNode("Mul").in("f", "scales").out("y"))
                .output("y", null),
            """
            %q, %qs, %qz = DynamicQuantizeLinear [%x]
            %scales = Mul [%qs, %ws]
            %i = MatMulInteger [%q, %w, %qz, %wz]
            %f = Cast(to=float32, saturate=true, roundMode=up) [%i]
            %y = Mul [%f, %scales]
            """,
            """
            %y = DynamicQuantizedMatMul [%x, %w, %ws, %wz]
            """);
  }

  @Test
  void convolvesWithScalesOfChannels() {
    new PassRun(new DynamicQuantization())
        .check(
            graph(
                    new OnnxGraph("g")
                        .input("x", DType.FLOAT32, 1, 1, -1, 4)
                        .initializer(
                            "w",
                            Tensor.ofLongs(
                                DType.UINT8, Shape.of(2, 1, 2, 2), 1, 2, 3, 4, 250, 6, 7, 8))
                        .initializer("wz", Tensor.ofLongs(DType.UINT8, Shape.SCALAR, 128))
                        .initializer("ws", Tensor.of(Shape.of(1, 2, 1, 1), 0.5f, 0.25f)))
                .node(new OnnxNode("ConvInteger").in("q", "w", "qz", "wz").out("i"))
                .node(new OnnxNode("Cast").in("i").out("f").attr("to", 1))
                .node(new OnnxNode("Mul").in("scales", "f").out("y"))
                .output("y", null),
            """
            %q, %qs, %qz = DynamicQuantizeLinear [%x]
            %scales = Mul [%qs, %ws]
            %i = ConvInteger(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1) [%q, %w, %qz, %wz]
            %f = Cast(to=float32, saturate=true, roundMode=up) [%i]
            %y = Mul [%scales, %f]
            """,
            """
            %y = DynamicQuantizedConv(conv=ConvInteger[window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1]) [%x, %w, %ws/channels, %wz]
            """);
  }
}
