package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Storage;
import dev.assam.op.Inputs;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.nn.Window;
import dev.assam.simd.Images.Axis;
import dev.assam.simd.Images.Image;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/**
 * MatMulInteger, QLinearMatMul, QuantizedGemm, and with channels last and constant weights
 * ConvInteger, QLinearConv and DynamicQuantizedConv, by sums of integers, which are exactly the
 * operators'.
 */
final class IntProductFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "integers";
  }

  @Override
  public Kernel create(KernelRequest request) {
    IntOperands operands = IntOperands.of(request);
    if (operands == null) {
      return null;
    }
    return operands.conv() == null ? matMul(request, operands) : conv(request, operands);
  }

  private static Kernel matMul(KernelRequest request, IntOperands operands) {
    Shape a = request.shape(0);
    Shape b = request.shape(operands.w());
    if (a.rank() < 2
        || b.rank() < 2
        || !IntOperands.isSingle(request, operands.xZero()) && a.rank() > 2
        || !IntOperands.isSingle(request, operands.wZero()) && b.rank() > 2) {
      return null;
    }
    Shape batchA = a.slice(0, a.rank() - 2);
    Shape batchB = b.slice(0, b.rank() - 2);
    int batch = Shape.broadcast(batchA, batchB).size();
    int ofA = batchA.size();
    int ofB = batchB.size();
    if (ofA != batch && ofA != 1 || ofB != batch && ofB != 1) {
      return null;
    }
    int m = a.dim(a.rank() - 2);
    int k = a.dim(a.rank() - 1);
    int n = b.dim(b.rank() - 1);
    int depth = IntProductTask.depth(k);
    CentreTask centre = CentreTask.matrix(ofA * m, k, depth);
    IntProductTask task = new IntProductTask();
    task.groups = ofB;
    task.rows = ofB == 1 ? m * batch : m;
    task.columns = n;
    task.depth = depth;
    task.groupStride = ofA == 1 ? 0 : m * depth;
    task.ldc = n;
    task.groupStrideC = m * n;
    boolean isConstant =
        b.rank() == 2
            && request.isConstant(operands.w())
            && (!request.has(operands.wZero()) || request.isConstant(operands.wZero()));
    Tensor zero = request.constant(operands.wZero());
    Storage weights =
        isConstant
            ? request.packed(
                operands.w(),
                "integers without " + zeroName(request, operands),
                tensor -> IntWeights.panels(tensor, zero, 1, n, 1, k, 1, n, 0))
            : null;
    IntPackTask pack = null;
    if (!isConstant) {
      pack = new IntPackTask();
      pack.matrices = ofB;
      pack.k = k;
      pack.columns = n;
    }
    return new IntProductKernel(request, operands, centre, task, null, weights, pack);
  }

  private static String zeroName(KernelRequest request, IntOperands operands) {
    return request.has(operands.wZero())
        ? request.node().inputs().get(operands.wZero()).name()
        : "0";
  }

  private static Kernel conv(KernelRequest request, IntOperands operands) {
    Image image = Images.image(request.shape(0));
    Shape w = request.shape(operands.w());
    Inputs in = request.seen();
    Window window = operands.conv().geometry(in, ChannelsLast.toFirst(request.shape(0)), w);
    Axis y = Images.vertical(window);
    Axis x = Images.horizontal(window);
    int groups = operands.conv().group();
    int channels = w.dim(1);
    int maps = w.dim(0) / groups;
    int taps = y.kernel() * x.kernel();
    boolean depthwise = groups > 1 && channels == 1 && maps == 1;
    boolean plain =
        groups == 1 && taps == 1 && x.stride() == 1 && y.stride() == 1 && !x.pads() && !y.pads();
    int pixels = image.count() * image.height() * image.width();
    Tensor zero = request.constant(operands.wZero());
    String without = " without " + zeroName(request, operands);
    if (plain) {
      CentreTask centre = CentreTask.matrix(pixels, channels, IntProductTask.depth(channels));
      IntProductTask task = new IntProductTask();
      task.rows = pixels;
      task.columns = maps;
      task.depth = IntProductTask.depth(channels);
      task.ldc = maps;
      Storage weights =
          request.packed(
              operands.w(),
              "integers of maps" + without,
              tensor -> IntWeights.panels(tensor, zero, 1, maps, 1, channels, channels, 1, 0));
      return new IntProductKernel(request, operands, centre, task, null, weights, null);
    }
    int pixel = depthwise ? (groups + Lanes.F32 - 1) / Lanes.F32 * Lanes.F32 : image.channels();
    CentreTask centre = new CentreTask();
    centre.images = image.count();
    centre.lines = image.height();
    centre.pixels = image.width();
    centre.channels = image.channels();
    centre.pixelStride = pixel;
    centre.before = x.padBegin();
    centre.paddedPixels = x.padBegin() + image.width() + x.padEnd();
    centre.above = y.padBegin();
    centre.paddedLines = y.padBegin() + image.height() + y.padEnd();
    int line = centre.paddedPixels * pixel;
    if (depthwise) {
      IntDepthwiseTask task = new IntDepthwiseTask();
      task.images = image.count();
      task.outputY = y.output();
      task.outputX = x.output();
      task.channels = groups;
      task.padded = pixel;
      task.imageStride = centre.paddedLines * line;
      task.lineStride = y.stride() * line;
      task.pixelStride = x.stride() * pixel;
      task.tapsY = y.kernel();
      task.strideY = y.dilation() * line;
      task.tapsX = x.kernel();
      task.strideX = x.dilation() * pixel;
      Storage weights =
          request.packed(
              operands.w(),
              "depthwise integers" + without,
              tensor -> IntWeights.depthwise(tensor, zero, pixel));
      return new IntProductKernel(request, operands, centre, null, task, weights, null);
    }
    IntProductTask task = new IntProductTask();
    task.groups = groups;
    task.rows = image.count() * y.output() * x.output();
    task.columns = maps;
    task.depth = IntProductTask.depth(taps * channels);
    task.groupStride = channels;
    task.gathers = true;
    task.width = x.output();
    task.height = y.output();
    task.pixelStride = x.stride() * pixel;
    task.lineStride = y.stride() * line;
    task.imageStride = centre.paddedLines * line;
    task.runsY = y.kernel();
    task.strideY = y.dilation() * line;
    boolean joined = groups == 1 && x.dilation() == 1;
    task.runsX = joined ? 1 : x.kernel();
    task.strideX = x.dilation() * pixel;
    task.run = joined ? x.kernel() * channels : channels;
    task.ldc = w.dim(0);
    task.groupStrideC = maps;
    task.groupColumns = maps;
    Storage weights =
        request.packed(
            operands.w(),
            "integers of windows of " + groups + without,
            tensor ->
                IntWeights.panels(
                    tensor, zero, groups, maps, taps, channels, channels * taps, taps, 1));
    task.groupStrideB = weights.length() / groups;
    return new IntProductKernel(request, operands, centre, task, null, weights, null);
  }
}
