package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.nn.Conv;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** Conv with as many groups as channels and maps, a multiple of four, with channels last. */
final class DepthwiseKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final int ROWS = 4;

  @Override
  public String name() {
    return "depthwise";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!(request.op() instanceof Conv conv)
        || !request.channelsLast()
        || !request.isConstant(1)
        || !request.allOf(DType.FLOAT32)
        || request.shape(0).rank() > 4) {
      return null;
    }
    Shape w = request.shape(1);
    int channels = conv.group();
    if (channels % 4 != 0 || w.dim(0) != channels || w.dim(1) != 1) {
      return null;
    }
    Finish.Bound finish = ConvKernels.finish(request, channels);
    return finish == null
        ? null
        : new Depthwise(
            Geometry.of(conv.geometry(request.seen())), request.shape(0).dim(0), channels, finish);
  }

  private static Storage pack(Tensor w, int channels, int taps) {
    Storage storage = Storage.allocate(Kind.FLOATS, channels * taps);
    Floats to = storage.floats();
    Floats from = w.floats();
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < taps; t++) {
        to.set(t * channels + c, from.get(c * taps + t));
      }
    }
    return storage;
  }

  private record Depthwise(Geometry geometry, int batch, int channels, Finish.Bound finish)
      implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      int taps = geometry.taps();
      Gpu.Slice x = places.in(0);
      Gpu.Slice w = places.packed(1, "taps first", t -> pack(t, channels, taps));
      List<Gpu.Slice> buffers = new ArrayList<>(List.of(x, w, places.out(0)));
      finish.addTo(buffers, places);
      int pixels = batch * geometry.positions();
      List<Integer> params = new ArrayList<>(List.of(pixels, channels, channels / 4));
      geometry.addTo(params, 2);
      int[] words = new int[params.size()];
      for (int i = 0; i < words.length; i++) {
        words[i] = params.get(i);
      }
      launches.add(
          Launch.flat(
              new DepthwiseShader(ROWS, geometry.leavesInput(), finish.finish()),
              buffers,
              Launch.groups(pixels, ROWS) * (channels / 4),
              words));
    }
  }
}
