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

  @Test
  void multipliesAndAddsIntegers() {
    new PassRun(new QuantizedProducts(), new DequantizedConstants())
        .check(
            graph(-1, 3)
                .initializer("w", Tensor.ofLongs(DType.INT8, Shape.of(2, 3), 1, -2, 3, 100, 5, 7))
                .initializer("i", Tensor.ofLongs(DType.INT32, Shape.of(2), 40, -9))
                .initializer("is", Tensor.of(Shape.of(2), 0.0625f, 0.03125f))
                .node(new OnnxNode("DequantizeLinear").in("w", "ws", "wz").out("b").attr("axis", 0))
                .node(new OnnxNode("DequantizeLinear").in("i", "is").out("c").attr("axis", 0))
                .node(new OnnxNode("Gemm").in("a", "b", "c").out("f").attr("transB", 1))
                .node(new OnnxNode("QuantizeLinear").in("f", "s", "z").out("y"))
                .output("y", null),
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
            %b = DequantizeLinear(axis=0, blockSize=0, outputType=null) [%w, %ws, %wz]
            %c = DequantizeLinear(axis=0, blockSize=0, outputType=null) [%i, %is]
            %f = Gemm(alpha=1.0, beta=1.0, transA=false, transB=true) [%a, %b, %c]
            %y = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%f, %s, %z]
            """,
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %y = QuantizedGemm [%q, %s, %z, %Gemm_f/weights, %ws, %wz, %s, %z, %Gemm_f/bias]
            """);
  }

  /** One number for each row is no bias. */
  @Test
  void leavesWhatIsAddedToRows() {
    String nodes =
        """
        %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
        %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
        %b = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%w, %ws, %wz]
        %f = Gemm(alpha=1.0, beta=1.0, transA=false, transB=false) [%a, %b, %c]
        %y = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%f, %s, %z]
        """;
    new PassRun(new QuantizedProducts())
        .check(
            graph(2, 3)
                .initializer("w", Tensor.ofLongs(DType.INT8, Shape.of(3, 2), 1, -2, 3, 100, 5, 7))
                .initializer("c", Tensor.of(Shape.of(2, 1), 3, 4))
                .node(new OnnxNode("DequantizeLinear").in("w", "ws", "wz").out("b"))
                .node(new OnnxNode("Gemm").in("a", "b", "c").out("f"))
                .node(new OnnxNode("QuantizeLinear").in("f", "s", "z").out("y"))
                .output("y", null),
            nodes,
            nodes);
  }

  @Test
  void movesBytes() {
    new PassRun(new QuantizedMoves())
        .check(
            graph(1, 2, 4, -1)
                .initializer("to", Tensor.ofLongs(2, -1))
                .node(new OnnxNode("MaxPool").in("a").out("m").ints("kernel_shape", 2, 1))
                .node(new OnnxNode("QuantizeLinear").in("m", "s", "z").out("mq"))
                .node(new OnnxNode("DequantizeLinear").in("mq", "s", "z").out("d"))
                .node(new OnnxNode("Concat").in("d", "d").out("c").attr("axis", 0))
                .node(new OnnxNode("QuantizeLinear").in("c", "s", "z").out("cq"))
                .node(new OnnxNode("DequantizeLinear").in("cq", "s", "z").out("e"))
                .node(new OnnxNode("Reshape").in("e", "to").out("r"))
                .node(new OnnxNode("QuantizeLinear").in("r", "s", "z").out("rq"))
                .node(new OnnxNode("DequantizeLinear").in("rq", "s", "z").out("y"))
                .output("y", null),
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
            %m = MaxPool(window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 1], strides=null, dilations=null, pads=null, ceilMode=false], storageOrder=0) [%a]
            %mq = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%m, %s, %z]
            %d = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%mq, %s, %z]
            %c = Concat(axis=0) [%d, %d]
            %cq = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%c, %s, %z]
            %e = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%cq, %s, %z]
            %r = Reshape(allowZero=false) [%e, %to]
            %rq = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%r, %s, %z]
            %y = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%rq, %s, %z]
            """,
            """
            %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
            %mq = MaxPool(window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 1], strides=null, dilations=null, pads=null, ceilMode=false], storageOrder=0) [%q]
            %cq = Concat(axis=0) [%mq, %mq]
            %rq = Reshape(allowZero=false) [%cq, %to]
            %y = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%rq, %s, %z]
            """);
  }

  /** Another scale rounds, and another zero point cuts. */
  @Test
  void leavesMovesBetweenScales() {
    String nodes =
        """
        %q = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%x, %s, %z]
        %a = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%q, %s, %z]
        %t = Transpose(perm=[1, 0]) [%a]
        %tq = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%t, %s, %0]
        %d = DequantizeLinear(axis=1, blockSize=0, outputType=null) [%tq, %s, %0]
        %y = QuantizeLinear(axis=1, blockSize=0, outputType=null, precision=null, saturate=true) [%d, %half, %0]
        """;
    new PassRun(new QuantizedMoves())
        .check(
            graph(2, 3)
                .initializer("half", Tensor.of(Shape.SCALAR, 0.5f))
                .node(new OnnxNode("Transpose").in("a").out("t").ints("perm", 1, 0))
                .node(new OnnxNode("QuantizeLinear").in("t", "s", "0").out("tq"))
                .node(new OnnxNode("DequantizeLinear").in("tq", "s", "0").out("d"))
                .node(new OnnxNode("QuantizeLinear").in("d", "half", "0").out("y"))
                .output("y", null),
            nodes,
            nodes);
  }
}
