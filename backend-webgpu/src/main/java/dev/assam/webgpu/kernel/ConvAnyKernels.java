package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.nn.Window;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * ConvTranspose, and the convolutions that others leave: along three dimensions, with any groups or
 * with weights that are computed.
 */
final class ConvAnyKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "convAny";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!request.channelsLast()
        || !request.allOf(DType.FLOAT32)
        || !request.has(0)
        || request.shape(0).rank() > 5) {
      return null;
    }
    return switch (request.op()) {
      case Conv conv -> {
        Shape w = request.shape(1);
        int groups = conv.group();
        Window window = conv.geometry(request.seen());
        yield kernel(request, window, false, groups, w.dim(1), w.dim(0) / groups);
      }
      case ConvTranspose conv -> {
        Shape w = request.shape(1);
        int groups = conv.group();
        Window window = conv.geometry(request.seen());
        yield kernel(request, window, true, groups, w.dim(0) / groups, w.dim(1));
      }
      default -> null;
    };
  }

  private static WebGpuKernel kernel(
      NodeRequest request, Window window, boolean transposed, int groups, int channels, int maps) {
    Finish.Bound finish = ConvKernels.finish(request, maps * groups);
    boolean constant = request.isConstant(1);
    boolean fours = constant && maps % 4 == 0;
    return finish == null
        ? null
        : new ConvAny(
            Geometry.of(window),
            transposed,
            groups,
            channels,
            maps,
            constant,
            new ConvAnyShader(transposed, fours, fours && channels % 4 == 0, finish.finish()),
            request.out(0).shape().size(),
            finish);
  }

  /** Weights as [group, tap, channel, map]. */
  private static Storage pack(
      Tensor w, boolean transposed, int groups, int channels, int maps, int taps) {
    Storage storage = Storage.allocate(Kind.FLOATS, groups * taps * channels * maps);
    Floats to = storage.floats();
    Floats from = w.floats();
    for (int i = 0; i < storage.length(); i++) {
      int map = i % maps;
      int channel = i / maps % channels;
      int tap = i / maps / channels % taps;
      int group = i / maps / channels / taps;
      int row =
          transposed
              ? (group * channels + channel) * maps + map
              : (group * maps + map) * channels + channel;
      to.set(i, from.get(row * taps + tap));
    }
    return storage;
  }

  private record ConvAny(
      Geometry geometry,
      boolean transposed,
      int groups,
      int channels,
      int maps,
      boolean constant,
      ConvAnyShader shader,
      int count,
      Finish.Bound finish)
      implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      int taps = geometry.taps();
      Gpu.Slice x = places.in(0);
      String layout = "taps, channels, maps" + (transposed ? " transposed " : " ") + groups;
      Gpu.Slice w =
          constant
              ? places.packed(1, layout, t -> pack(t, transposed, groups, channels, maps, taps))
              : places.in(1);
      List<Gpu.Slice> buffers = new ArrayList<>(List.of(x, w, places.out(0)));
      finish.addTo(buffers, places);
      int width = shader.fours() ? 4 : 1;
      int unit = shader.vectorX() ? 4 : 1;
      int ofGroup = channels * maps * taps / width;
      List<Integer> params =
          new ArrayList<>(
              List.of(
                  maps * groups,
                  maps,
                  channels / unit,
                  channels * groups / unit,
                  ofGroup,
                  constant ? channels * maps / width : 1,
                  constant ? 1 : transposed ? taps : taps * channels,
                  constant ? maps / width : transposed ? maps * taps : taps));
      geometry.addTo(params, 3);
      int[] words = new int[params.size()];
      for (int i = 0; i < words.length; i++) {
        words[i] = params.get(i);
      }
      launches.add(Launch.flat(shader, buffers, count / width, words));
    }
  }
}
