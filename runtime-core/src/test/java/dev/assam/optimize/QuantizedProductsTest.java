package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class QuantizedProductsTest {
  /** Scales are powers of two, so that both ways of computing are exact. */
  private static OnnxGraph graph(int... dims) {
    return new OnnxGraph("g")
        .input("x", DType.FLOAT32, dims)
        .initializer("s", Tensor.of(Shape.SCALAR, 0.125f))
        .initializer("z", Tensor.ofLongs(DType.UINT8, Shape.SCALAR, 120))
        .initializer("0", Tensor.ofLongs(DType.UINT8, Shape.SCALAR, 0))
        .initializer("ws", Tensor.of(Shape.of(2), 0.5f, 0.25f))
        .initializer("wz", Tensor.ofLongs(DType.INT8, Shape.of(2), 0, 0))
        .node(new OnnxNode("QuantizeLinear").in("x", "s", "z").out("q"))
        .node(new OnnxNode("DequantizeLinear").in("q", "s", "z").out("a"));
  }

  @Test
  void convolvesIntegers() {
    new PassRun(new QuantizedProducts(), new DequantizedConstants())
        .check(
            graph(1, 1, -1, 4)
                .initializer(
                    "w", Tensor.ofLongs(DType.INT8, Shape.of(2, 1, 2, 2), 1, 2, 3, 4, -5, 6, -7, 8))
                .initializer("i", Tensor.ofLongs(DType.INT32, Shape.of(2), 40, -9))
                .initializer("is", Tensor.of(Shape.of(2), 0.0625f, 0.03125f))
                .node(new OnnxNode("DequantizeLinear").in("w", "ws", "wz").out("b").attr("axis", 0))
                .node(new OnnxNode("DequantizeLinear").in("i", "is").out("c").attr("axis", 0))
                .node(new OnnxNode("Conv").in("a", "b", "c").out("f"))
                .node(new OnnxNode("Relu").in("f").out("r"))
                .node(new OnnxNode("QuantizeLinear").in("r", "s", "0").out("y"))
                .output("y", null),
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
            %b = DequantizeLinear(axis=0, blockSize=0, outputType=null) [%w, %ws, %wz]
            %c = DequantizeLinear(axis=0, blockSize=0, outputType=null) [%i, %is]
            %f = Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1) [%a, %b, %c]
            %r = Relu [%f]
            %y = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%r, %s, %0]
            """,
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %y = QLinearConv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1) [%q, %s, %z, %w, %ws, %wz, %s, %0, %Conv_f/bias]
            """);
  }

  @Test
  void multipliesIntegers() {
    new PassRun(new QuantizedProducts(), new DequantizedConstants())
        .check(
            graph(-1, 3)
                .initializer("w", Tensor.ofLongs(DType.INT8, Shape.of(3, 2), 1, -2, 3, 100, 5, 7))
                .node(new OnnxNode("DequantizeLinear").in("w", "ws", "wz").out("b"))
                .node(new OnnxNode("MatMul").in("a", "b").out("f"))
                .node(new OnnxNode("QuantizeLinear").in("f", "s", "z").out("y"))
                .output("y", null),
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
            %b = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%w, %ws, %wz]
            %f = MatMul [%a, %b]
            %y = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%f, %s, %z]
            """,
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %y = QLinearMatMul [%q, %s, %z, %w, %ws, %wz, %s, %z]
            """);
  }

  @Test
  void computesWeightsOfWhatStaysReal() {
    new PassRun(new QuantizedProducts(), new DequantizedConstants())
        .check(
            graph(-1, 3)
                .initializer("w", Tensor.ofLongs(DType.INT8, Shape.of(3, 2), 1, -2, 3, 100, 5, 7))
                .node(new OnnxNode("DequantizeLinear").in("w", "ws", "wz").out("b"))
                .node(new OnnxNode("MatMul").in("a", "b").out("y"))
                .output("y", null),
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
            %b = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%w, %ws, %wz]
            %y = MatMul [%a, %b]
            """,
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
            %y = MatMul [%a, %b]
            """);
  }

  @Test
  void addsBytesInOneNode() {
    new PassRun(new QuantizedElementwise(), new ElementwiseFusion())
        .check(
            graph(-1, 3)
                .node(new OnnxNode("Relu").in("a").out("r"))
                .node(new OnnxNode("Add").in("r", "r").out("f"))
                .node(new OnnxNode("QuantizeLinear").in("f", "s", "z").out("y"))
                .output("y", null),
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
            %r = Relu [%a]
            %f = Add [%r, %r]
            %y = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%f, %s, %z]
            """,
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %y = Fused(uint8(select(isNaN(mul(float32(add(max(mul(sub(float32(x0), 120.0), 0.125), 0.0), max(mul(sub(float32(x0), 120.0), 0.125), 0.0))), 8.0)), 120.0, min(max(add(round(mul(float32(add(max(mul(sub(flo… [%q]
            """);
  }
}
