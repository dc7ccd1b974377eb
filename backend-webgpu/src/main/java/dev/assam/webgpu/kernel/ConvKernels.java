package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.nn.Conv;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** Conv of float32 along one or two dimensions with channels last and constant weights. */
final class ConvKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "conv";
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
    int channels = w.dim(1);
    int maps = w.dim(0) / conv.group();
    if (conv.group() > 1 && (maps % 4 != 0 || conv.group() > 65535)) {
      return null;
    }
    Finish.Bound finish = finish(request, w.dim(0));
    return finish == null
        ? null
        : new ConvKernel(
            Geometry.of(conv.geometry(request.seen())),
            request.shape(0).dim(0),
            conv.group(),
            channels,
            maps,
            finish);
  }

  /** The bias, then the epilogue. */
  static Finish.Bound finish(NodeRequest request, int maps) {
    boolean hasBias = request.opInputs() > 2 && request.has(2);
    return hasBias
        ? Finish.of(request, Expr.add(Expr.in(0), Expr.in(1)), maps, 2)
        : Finish.of(request, Expr.in(0), maps);
  }

  /** Weights [map, channel, tap] as [group, tap, channel, map padded to fours]. */
  static Storage pack(Tensor w, int groups, int channels, int taps) {
    int maps = w.shape().dim(0) / groups;
    int row = (maps + 3) / 4 * 4;
    Storage storage = Storage.allocate(Kind.FLOATS, groups * taps * channels * row);
    Floats to = storage.floats();
    Floats from = w.floats();
    for (int g = 0; g < groups; g++) {
      for (int map = 0; map < maps; map++) {
        for (int c = 0; c < channels; c++) {
          for (int t = 0; t < taps; t++) {
            to.set(
                ((g * taps + t) * channels + c) * row + map,
                from.get(((g * maps + map) * channels + c) * taps + t));
          }
        }
      }
    }
    return storage;
  }

  /**
   * A convolution.
   *
   * @param channels of a group
   * @param maps of a group
   */
  private record ConvKernel(
      Geometry geometry, int batch, int groups, int channels, int maps, Finish.Bound finish)
      implements WebGpuKernel {
    /** The same by Winograd's products, or null if that is no gain. */
    private Winograd winograd(GpuLimits limits) {
      boolean fits = Winograd.fits(geometry, groups, channels, maps);
      Winograd winograd = fits ? new Winograd(geometry, batch, channels, maps, finish) : null;
      return fits && Tuning.winograd(limits, winograd) ? winograd : null;
    }

    @Override
    public int scratch(GpuLimits limits) {
      Winograd winograd = winograd(limits);
      return winograd == null ? 0 : winograd.scratch();
    }

    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      Winograd winograd = winograd(places.limits());
      if (winograd != null) {
        winograd.addLaunches(places, launches);
        return;
      }
      int taps = geometry.taps();
      Gpu.Slice x = places.in(0);
      Gpu.Slice w =
          places.packed(1, "maps of fours, " + groups, t -> pack(t, groups, channels, taps));
      List<Gpu.Slice> buffers = new ArrayList<>(List.of(x, w, places.out(0)));
      finish.addTo(buffers, places);
      int pixels = batch * geometry.positions();
      int fours = (maps + 3) / 4;
      if (groups == 1 && geometry.isPointwise()) {
        launches.add(
            Products.launch(
                places.limits(), buffers, finish.finish(), 1, pixels, maps, channels, 0, 0));
        return;
      }
      Tile tile = Tuning.conv(groups, maps);
      boolean vectorX = channels % 4 == 0;
      boolean vectorY = maps % 4 == 0;
      int x4 = Launch.groups(maps, tile.columns() * ConvShader.GROUP);
      int y4 = Launch.groups(pixels, tile.rows() * ConvShader.GROUP);
      int unit = vectorX ? 4 : 1;
      List<Integer> params =
          new ArrayList<>(
              List.of(
                  pixels,
                  maps * groups,
                  channels / unit,
                  maps,
                  fours,
                  channels * groups / unit,
                  taps * channels * fours));
      geometry.addTo(params, 2);
      ConvShader shader =
          new ConvShader(tile, vectorX, vectorY, geometry.leavesInput(), finish.finish());
      launches.add(new Launch(shader, buffers, params, x4, y4, groups));
    }
  }
}
