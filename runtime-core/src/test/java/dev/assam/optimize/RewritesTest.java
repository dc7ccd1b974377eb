package dev.assam.optimize;

import dev.assam.graph.Layout;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Passes that rewrite convolutions, products and what moves elements. */
final class RewritesTest {
  private static OnnxNode node(String op, String... names) {
    String[] inputs = Arrays.copyOf(names, names.length - 1);
    return new OnnxNode(op).in(inputs).out(names[names.length - 1]);
  }

  private static Tensor ramp(int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, 0.25 + i % 7 * 0.5);
    }
    return tensor;
  }

  @Test
  void foldIntoWeights() {
    new PassRun(new ConvAffine())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 1, 2, -1, -1)
                .initializer("w", ramp(3, 2, 1, 1))
                .initializer("s", ramp(3))
                .initializer("c", ramp(3, 1, 1))
                .node(node("Conv", "x", "w", "a"))
                .node(node("BatchNormalization", "a", "s", "s", "s", "s", "b"))
                .node(node("Mul", "c", "b", "d"))
                .node(node("Sub", "d", "c", "e"))
                .node(node("BatchNormalization", "x", "n", "n", "n", "n", "f"))
                .initializer("n", ramp(2))
                .output("e", null)
                .output("f", null),
            """
            %a = Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1) [%x, %w]
            %b = BatchNormalization(epsilon=1.0E-5, momentum=0.9, spatial=true, training=false, trainingByOutputs=false) [%a, %s, %s, %s, %s]
            %d = Mul [%c, %b]
            %e = Sub [%d, %c]
            %f = BatchNormalization(epsilon=1.0E-5, momentum=0.9, spatial=true, training=false, trainingByOutputs=false) [%x, %n, %n, %n, %n]
            """,
            """
            %e = Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1) [%x, %Conv_a/weights, %Conv_a/bias]
            %f = Fused(add(mul(x0, x1), x2), float32) [%x, %BatchNormalization_f/scale, %BatchNormalization_f/shift]
            """);
  }

  @Test
  void shuffleChannels() {
    new PassRun(new ChannelShuffles(), new DeadCode())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 1, 4, 5, 6)
                .initializer("s5", Tensor.ofLongs(1, 2, 3, 4, 5))
                .initializer("s4", Tensor.ofLongs(1, 6, 4, 5))
                .node(node("Transpose", "x", "a").ints("perm", 0, 3, 1, 2))
                .node(node("Reshape", "a", "s5", "b"))
                .node(node("Transpose", "b", "c").ints("perm", 0, 2, 1, 3, 4))
                .node(node("Reshape", "c", "s4", "d"))
                .node(node("Transpose", "d", "y").ints("perm", 0, 2, 3, 1))
                .output("y", null),
            """
            %a = Transpose(perm=[0, 3, 1, 2]) [%x]
            %b = Reshape(allowZero=false) [%a, %s5]
            %c = Transpose(perm=[0, 2, 1, 3, 4]) [%b]
            %d = Reshape(allowZero=false) [%c, %s4]
            %y = Transpose(perm=[0, 2, 3, 1]) [%d]
            """,
            """
            %Transpose_y/groups = Reshape(allowZero=false) [%x, %Transpose_y/groups/shape]
            %Transpose_y/swap = Transpose(perm=[0, 1, 2, 4, 3]) [%Transpose_y/groups]
            %y = Reshape(allowZero=false) [%Transpose_y/swap, %Transpose_y/shape]
            """);
  }

  @Test
  void padInWindows() {
    new PassRun(new PadIntoWindow(), new DeadCode())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 1, 2, 4, 4)
                .initializer("w", ramp(3, 2, 3, 3))
                .initializer("p", Tensor.ofLongs(0, 0, 1, 0, 0, 0, 1, 2))
                .node(node("Pad", "x", "p", "a"))
                .node(node("Conv", "a", "w", "b").ints("pads", 1, 1, 1, 1))
                .node(node("MaxPool", "a", "c").ints("kernel_shape", 2, 2))
                .node(node("AveragePool", "a", "d").ints("kernel_shape", 2, 2))
                .output("b", null)
                .output("c", null)
                .output("d", null),
            """
            %a = Pad(mode=CONSTANT, pads=null, value=0.0) [%x, %p]
            %b = Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=[1, 1, 1, 1], ceilMode=false], group=1) [%a, %w]
            %c = MaxPool(window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 2], strides=null, dilations=null, pads=null, ceilMode=false], storageOrder=0) [%a]
            %d = AveragePool(window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 2], strides=null, dilations=null, pads=null, ceilMode=false], countIncludePad=false) [%a]
            """,
            """
            %a = Pad(mode=CONSTANT, pads=null, value=0.0) [%x, %p]
            %b = Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=[2, 1, 2, 3], ceilMode=false], group=1) [%x, %w]
            %c = MaxPool(window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 2], strides=null, dilations=null, pads=null, ceilMode=false], storageOrder=0) [%a]
            %d = AveragePool(window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 2], strides=null, dilations=null, pads=[1, 0, 1, 2], ceilMode=false], countIncludePad=true) [%x]
            """);
  }

  @Test
  void gemmToMatMul() {
    new PassRun(new GemmToMatMul())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, -1, 2)
                .input("v", DType.FLOAT32, 3, 2)
                .initializer("w", ramp(3, 2))
                .initializer("b", ramp(1, 3))
                .node(node("Gemm", "x", "w", "b", "y").attr("transB", 1).attr("alpha", 0.5))
                .node(node("Gemm", "x", "v", "z").attr("transB", 1))
                .output("y", null)
                .output("z", null),
            """
            %y = Gemm(alpha=0.5, beta=1.0, transA=false, transB=true) [%x, %w, %b]
            %z = Gemm(alpha=1.0, beta=1.0, transA=false, transB=true) [%x, %v]
            """,
            """
            %Gemm_y = MatMul [%x, %Gemm_y/weights]
            %y = Add [%Gemm_y, %Gemm_y/bias]
            %z = Gemm(alpha=1.0, beta=1.0, transA=false, transB=true) [%x, %v]
            """);
  }

  @Test
  void attachEpilogues() {
    new PassRun(new ElementwiseFusion(), new Epilogues())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, -1, 2)
                .input("r", DType.FLOAT32, -1, 3)
                .initializer("w", ramp(2, 3))
                .initializer("b", ramp(3))
                .node(node("MatMul", "x", "w", "p"))
                .node(node("Add", "p", "b", "q"))
                .node(node("Sigmoid", "q", "s"))
                .node(node("Mul", "q", "s", "y"))
                .node(node("MatMul", "x", "w", "k"))
                .node(node("Mul", "r", "r", "l"))
                .node(node("Relu", "k", "z"))
                .output("y", null)
                .output("k", null)
                .output("z", null)
                .output("l", null),
            """
            %p = MatMul [%x, %w]
            %q = Add [%p, %b]
            %s = Sigmoid [%q]
            %y = Mul [%q, %s]
            %k = MatMul [%x, %w]
            %l = Mul [%r, %r]
            %z = Relu [%k]
            """,
            """
            %y = WithEpilogue(mul(add(x0, x1), div(1.0, add(exp(neg(add(x0, x1))), 1.0))), inputs=2, MatMul[]) [%x, %w, %b]
            %k = MatMul [%x, %w]
            %l = Mul [%r, %r]
            %z = Relu [%k]
            """);
  }

  @Test
  void channelsLast() {
    Layout last = Layout.CHANNELS_LAST;
    new PassRun(new ChannelsLastLayout(), new TransposeSinking(last), new ReshapeChains())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 1, 3, 4, 4)
                .initializer("w", ramp(2, 3, 1, 1))
                .initializer("v", ramp(2, 2, 3, 3))
                .initializer("c", ramp(2, 1, 1))
                .node(node("Conv", "x", "w", "a"))
                .node(node("MaxPool", "a", "m").ints("kernel_shape", 2, 2))
                .node(node("Mul", "m", "c", "b"))
                .node(node("Conv", "b", "v", "d").ints("pads", 1, 1, 1, 1))
                .node(node("Add", "d", "b", "e"))
                .node(new OnnxNode("Concat").in("e", "b").out("f").attr("axis", 1))
                .node(node("GlobalAveragePool", "f", "h"))
                .node(node("Flatten", "h", "y"))
                .output("y", null),
            """
            %a = Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1) [%x, %w]
            %m = MaxPool(window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 2], strides=null, dilations=null, pads=null, ceilMode=false], storageOrder=0) [%a]
            %b = Mul [%m, %c]
            %d = Conv(window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=[1, 1, 1, 1], ceilMode=false], group=1) [%b, %v]
            %e = Add [%d, %b]
            %f = Concat(axis=1) [%e, %b]
            %h = GlobalAveragePool(kind=AVERAGE, p=0) [%f]
            %y = Flatten(axis=1) [%h]
            """,
            """
            %x/last = Transpose(perm=[0, 2, 3, 1]) [%x]
            %Conv_a = ChannelsLast(Conv[window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=null, ceilMode=false], group=1]) [%x/last, %w]
            %m/moved = ChannelsLast(MaxPool[window=WindowAttributes[autoPad=NOTSET, kernelShape=[2, 2], strides=null, dilations=null, pads=null, ceilMode=false], storageOrder=0]) [%Conv_a]
            %Mul_b = Mul [%m/moved, %c/moved]
            %Conv_d = ChannelsLast(Conv[window=WindowAttributes[autoPad=NOTSET, kernelShape=null, strides=null, dilations=null, pads=[1, 1, 1, 1], ceilMode=false], group=1]) [%Mul_b, %v]
            %Add_e = Add [%Conv_d, %Mul_b]
            %Concat_f = Concat(axis=3) [%Add_e, %Mul_b]
            %h/moved = ChannelsLast(GlobalPool[kind=AVERAGE, p=0]) [%Concat_f]
            %y = Reshape(allowZero=false) [%h/moved, %Flatten_y/shape]
            """);
  }

  @Test
  void sinkTransposes() {
    new PassRun(new TransposeSinking(Layout.CHANNELS_FIRST))
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, 2, 3, 4)
                .initializer("c", ramp(3))
                .node(node("Transpose", "x", "a").ints("perm", 2, 0, 1))
                .node(node("Add", "a", "c", "b"))
                .node(node("Softmax", "b", "d").attr("axis", 0))
                .node(node("Transpose", "d", "e").ints("perm", 1, 2, 0))
                .node(node("Transpose", "d", "f").ints("perm", 0, 2, 1))
                .node(node("ReduceMean", "f", "h").ints("axes", 0).attr("keepdims", 0))
                .output("e", null)
                .output("h", null),
            """
            %a = Transpose(perm=[2, 0, 1]) [%x]
            %b = Add [%a, %c]
            %d = Softmax(axis=0, flattened=false) [%b]
            %e = Transpose(perm=[1, 2, 0]) [%d]
            %f = Transpose(perm=[0, 2, 1]) [%d]
            %h = ReduceMean(fold=MEAN, axes=[0], keepDims=false, noopWithEmptyAxes=false) [%f]
            """,
            """
            %Add_b = Add [%x, %c/moved]
            %e = Softmax(axis=2, flattened=false) [%Add_b]
            %h/moved = ReduceMean(fold=MEAN, axes=[2], keepDims=false, noopWithEmptyAxes=false) [%e]
            %h = Transpose(perm=[1, 0]) [%h/moved]
            """);
  }

  @Test
  void joinReshapes() {
    new PassRun(new ReshapeChains(), new NoOps())
        .check(
            new OnnxGraph("g")
                .input("x", DType.FLOAT32, -1, 6, 1)
                .initializer("s", Tensor.ofLongs(-1, 2, 3))
                .initializer("one", Tensor.ofLongs(1))
                .node(node("Squeeze", "x", "two", "a"))
                .initializer("two", Tensor.ofLongs(2))
                .node(node("Reshape", "a", "s", "b"))
                .node(node("Unsqueeze", "b", "one", "c"))
                .node(node("Transpose", "c", "d").ints("perm", 1, 0, 2, 3))
                .output("c", null)
                .output("d", null),
            """
            %a = Squeeze(axes=null) [%x, %two]
            %b = Reshape(allowZero=false) [%a, %s]
            %c = Unsqueeze(axes=null) [%b, %one]
            %d = Transpose(perm=[1, 0, 2, 3]) [%c]
            """,
            """
            %c = Reshape(allowZero=false) [%x, %Unsqueeze_c/shape]
            %d = Reshape(allowZero=false) [%x, %Transpose_d/shape]
            """);
  }
}
