package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.nn.Window;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.Shader;
import dev.assam.webgl.TexelLayout.Matrix;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Convolutions and transposed ones over one or two dimensions, with constant weights. */
final class ConvKernels implements KernelFactory<NodeRequest, Kernel> {
  /** Which of a convolution's shaders. */
  private enum Way {
    WHOLE,
    DEPTHWISE,
    ELEMENTS
  }

  private record ConvKernel(
      NodeRequest request, Window window, int group, boolean transposed, Way way, Finish finish)
      implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = Pictures.in(request, places);
      Place<Rows> y = Pictures.target(request, places);
      Shape last = Pictures.last(request, request.out(0).shape());
      int c = RowPlaces.texels(Pictures.channels(Pictures.last(request, request.shape(0))));
      int rows = Pictures.pixels(last);
      boolean flat = RowPlaces.isFlat(x);
      List<Place<?>> extras = finish.sources(request, places, 2);
      List<Place<?>> sources = new ArrayList<>();
      sources.add(x);
      List<Integer> params = new ArrayList<>();
      params.add(c);
      Finish.Kind kind = finish.kind(extras);
      int targets = y.layout().layers();
      Shader shader;
      switch (way) {
        case WHOLE -> {
          boolean pointwise = isPointwise();
          int channels = Pictures.channels(Pictures.last(request, request.shape(0)));
          shader =
              new ConvShader(
                  targets,
                  flat,
                  pointwise,
                  transposed && !pointwise,
                  group > 1,
                  !pointwise && isPadded(),
                  group == 1 && !pointwise && channels <= 4 ? channels : 0,
                  kind);
          sources.add(weights(places));
          params.add(group == 1 ? c : c / group);
          params.add(Pictures.channels(last) / group / 4);
        }
        case DEPTHWISE -> {
          shader = new DepthwiseShader(targets, flat, transposed, kind);
          sources.add(weights(places));
        }
        default -> {
          Place<Rows> w = places.in(1);
          shader = new GroupsShader(targets, flat, transposed, kind);
          sources.add(w);
          int maps = Pictures.channels(last);
          params.add(request.shape(0).dim(request.channelsLast() ? last.rank() - 1 : 1) / group);
          params.add(maps / group);
          params.add(maps);
        }
      }
      params.add(rows);
      if (way != Way.WHOLE || !isPointwise()) {
        Images.addValues(params, window, transposed);
      }
      sources.addAll(extras);
      places.draw(new Pass(shader, sources, y, params));
      Pictures.finish(request, places, y);
    }

    /** Whether windows reach beyond the picture. */
    private boolean isPadded() {
      for (int d = 0; d < window.rank(); d++) {
        int seen = (window.output(d) - 1) * window.stride(d);
        seen += (window.kernel(d) - 1) * window.dilation(d) + 1 - window.padBegin(d);
        if (window.padBegin(d) > 0 || seen > window.input(d)) {
          return true;
        }
      }
      return false;
    }

    private boolean isPointwise() {
      for (int d = 0; d < window.rank(); d++) {
        if (window.kernel(d) != 1
            || window.stride(d) != 1
            || window.padBegin(d) != 0
            || window.input(d) != window.output(d)) {
          return false;
        }
      }
      return true;
    }

    private Place<Matrix> weights(Places places) {
      Shape w = request.shape(1);
      int taps = (int) w.product(2, w.rank());
      int maps = transposed ? w.dim(1) * group : w.dim(0);
      if (way == Way.DEPTHWISE) {
        Matrix layout = new Matrix(taps, RowPlaces.texels(maps));
        return places.packed(
            request.constant(1), "depthwise", layout, t -> Packing.depthwise(t, layout));
      }
      int inner = transposed ? w.dim(0) / group : w.dim(1);
      Matrix layout = new Matrix(taps * 4 * RowPlaces.texels(inner), RowPlaces.texels(maps));
      return places.packed(
          request.constant(1),
          "taps" + transposed + group,
          layout,
          t -> Packing.taps(t, group, transposed, layout));
    }
  }

  @Override
  public String name() {
    return "conv";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (!request.hasOneOutput()
        || !request.allOf(DType.FLOAT32)
        || !request.isConstant(1)
        || request.shape(0).rank() < 3
        || request.shape(0).rank() > 4) {
      return null;
    }
    return switch (request.op()) {
      case Conv conv -> kernel(request, conv.geometry(request.seen()), conv.group(), false);
      case ConvTranspose conv -> kernel(request, conv.geometry(request.seen()), conv.group(), true);
      default -> null;
    };
  }

  private static Kernel kernel(NodeRequest request, Window window, int group, boolean transposed) {
    Shape y = request.out(0).shape();
    boolean last = request.channelsLast();
    int maps = y.dim(last ? y.rank() - 1 : 1);
    Shape x = request.shape(0);
    int channels = x.dim(last ? x.rank() - 1 : 1);
    if (!last && request.epilogue() != null) {
      return null;
    }
    Finish finish = Finish.of(request, 2, maps);
    if (finish == null) {
      return null;
    }
    Way way = Way.ELEMENTS;
    if (group == 1 || channels / group % 4 == 0 && maps / group % 4 == 0) {
      way = Way.WHOLE;
    } else if (group == channels && group == maps) {
      way = Way.DEPTHWISE;
    }
    Kernel direct = new ConvKernel(request, window, group, transposed, way, finish);
    return group == 1 && !transposed && WinogradKernel.suits(window)
        ? new WinogradKernel(request, window, finish, direct)
        : direct;
  }
}
