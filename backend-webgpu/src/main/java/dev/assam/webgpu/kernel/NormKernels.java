package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.nn.LayerNormalization;
import dev.assam.op.nn.RMSNormalization;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** Normalisations of lines of float32. */
final class NormKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "norm";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.allOf(DType.FLOAT32)
        || !request.hasOneOutput()
        || request.channelsLast()) {
      return null;
    }
    return switch (request.op()) {
      case LayerNormalization norm ->
          lines(request, request.axis(norm.axis()), norm.epsilon(), true);
      case RMSNormalization norm ->
          lines(request, request.axis(norm.axis()), norm.epsilon(), false);
      default -> null;
    };
  }

  private static WebGpuKernel lines(NodeRequest request, int axis, float epsilon, boolean centred) {
    Shape x = request.shape(0);
    int length = (int) x.product(axis, x.rank());
    int period = request.shape(1).size();
    boolean shifted = request.has(2);
    if (!isTail(request.shape(1), x) || shifted && !request.shape(2).equals(request.shape(1))) {
      return null;
    }
    boolean vector = length % 4 == 0 && period % 4 == 0;
    return new Norm(
        new NormShader(centred, shifted, vector), x.size() / length, length, period, epsilon);
  }

  /** Whether a shape is that of the last dimensions of another, so that its elements repeat. */
  private static boolean isTail(Shape shape, Shape x) {
    if (shape.rank() > x.rank()) {
      return false;
    }
    boolean ended = false;
    for (int i = 1; i <= shape.rank(); i++) {
      int dim = shape.dim(shape.rank() - i);
      if (ended ? dim != 1 : dim != x.dim(x.rank() - i)) {
        if (dim != 1) {
          return false;
        }
        ended = true;
      }
    }
    return true;
  }

  private record Norm(NormShader shader, int count, int length, int period, float epsilon)
      implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      int unit = shader.vector() ? 4 : 1;
      List<Gpu.Slice> buffers = new ArrayList<>();
      buffers.add(places.in(0));
      buffers.add(places.in(1));
      if (shader.shifted()) {
        buffers.add(places.in(2));
      }
      buffers.add(places.out(0));
      launches.add(
          Launch.flat(
              shader,
              buffers,
              count,
              length / unit,
              Float.floatToRawIntBits(length),
              Float.floatToRawIntBits(epsilon),
              period / unit));
    }
  }
}
