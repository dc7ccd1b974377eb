package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.nn.AveragePool;
import dev.assam.op.nn.MaxPool;
import dev.assam.op.nn.Window;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** MaxPool and AveragePool of float32 in up to three dimensions, in either layout. */
final class PoolKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "pool";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.allOf(DType.FLOAT32)
        || !request.hasOneOutput()
        || request.inputs() == 0
        || request.shape(0).rank() > 5) {
      return null;
    }
    return switch (request.op()) {
      case MaxPool pool -> pool(request, pool.window(), true, false);
      case AveragePool pool -> pool(request, pool.window(), false, pool.countIncludePad());
      default -> null;
    };
  }

  private static WebGpuKernel pool(
      NodeRequest request, WindowAttributes attributes, boolean max, boolean countPadding) {
    Shape x = request.shape(0);
    Window window = Window.pool(request.seen(), attributes, request.seen().shape(0));
    int[] ends = new int[3];
    for (int d = 0; d < window.rank(); d++) {
      ends[3 - window.rank() + d] = window.padEnd(d);
    }
    int channels = request.channelsLast() ? x.dim(x.rank() - 1) : 1;
    boolean vector = channels % 4 == 0;
    return new Pool(
        new PoolShader(max, countPadding, vector),
        Geometry.of(window),
        ends,
        vector ? channels / 4 : channels,
        request.out(0).shape().size() / (vector ? 4 : 1));
  }

  private record Pool(PoolShader shader, Geometry geometry, int[] ends, int channels, int count)
      implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      List<Integer> params = new ArrayList<>(List.of(channels, ends[0], ends[1], ends[2]));
      geometry.addTo(params, 3);
      int[] words = new int[params.size()];
      for (int i = 0; i < words.length; i++) {
        words[i] = params.get(i);
      }
      launches.add(Launch.flat(shader, List.of(places.in(0), places.out(0)), count, words));
    }
  }
}
