package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.nn.AveragePool;
import dev.assam.op.nn.MaxPool;
import dev.assam.op.nn.Window;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Maximum and average pools over one or two dimensions. */
final class PoolKernels implements KernelFactory<NodeRequest, Kernel> {
  private record PoolKernel(NodeRequest request, Window window, boolean max, boolean countPadding)
      implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = Pictures.in(request, places);
      Place<Rows> y = Pictures.target(request, places);
      Shape last = Pictures.last(request, request.out(0).shape());
      List<Integer> params = new ArrayList<>();
      params.add(RowPlaces.texels(Pictures.channels(last)));
      params.add(Pictures.pixels(last));
      Images.addValues(params, window, false);
      int two = window.rank() - 1;
      params.add(two == 1 ? window.padEnd(0) : 0);
      params.add(window.padEnd(two));
      places.draw(
          new Pass(
              new PoolShader(y.layout().layers(), RowPlaces.isFlat(x), max, countPadding),
              List.of(x),
              y,
              params));
      Pictures.finish(request, places, y);
    }
  }

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (!request.hasOneOutput()
        || !request.allOf(DType.FLOAT32)
        || request.epilogue() != null
        || request.shape(0).rank() < 3
        || request.shape(0).rank() > 4) {
      return null;
    }
    return switch (request.op()) {
      case MaxPool pool -> kernel(request, pool.window(), true, false);
      case AveragePool pool -> kernel(request, pool.window(), false, pool.countIncludePad());
      default -> null;
    };
  }

  private static Kernel kernel(
      NodeRequest request, WindowAttributes attributes, boolean max, boolean countPadding) {
    Window window = Window.pool(request.seen(), attributes, request.seen().shape(0));
    return new PoolKernel(request, window, max, countPadding);
  }
}
