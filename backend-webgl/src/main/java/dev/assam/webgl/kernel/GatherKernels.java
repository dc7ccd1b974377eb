package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.move.Gather;
import dev.assam.op.move.GatherElements;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.List;

/** Elements at indices, which are checked: constants beforehand, others as they are uploaded. */
final class GatherKernels implements KernelFactory<NodeRequest, Kernel> {
  private record GatherKernel(NodeRequest request, int axis, boolean each) implements Kernel {
    @Override
    public void draw(Places places) {
      Shape x = request.shape(0);
      Shape y = request.out(0).shape();
      int inner = (int) (each ? y : x).product(axis + 1, x.rank());
      int count = each ? y.dim(axis) : (int) request.shape(1).elements();
      boolean whole = inner % 4 == 0 && !each;
      Place<Rows> from = places.in(0);
      if (!request.isConstant(1)) {
        places.checkIndices(1, x.dim(axis), "axis " + axis + " of " + x);
      }
      Place<Rows> indices = places.in(1);
      Place<Rows> to = places.out(0, Rows.flat(y.elements()));
      GatherShader shader =
          new GatherShader(
              to.layout().layers(), whole, each, RowPlaces.isFlat(from), RowPlaces.isFlat(indices));
      int length = whole ? inner / 4 : inner;
      places.draw(
          each
              ? Pass.of(shader, List.of(from, indices), to, count, x.dim(axis), length, inner)
              : Pass.of(shader, List.of(from, indices), to, count, x.dim(axis), length));
    }
  }

  @Override
  public String name() {
    return "gather";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (request.epilogue() != null
        || request.channelsLast()
        || !request.hasOneOutput()
        || !(request.op() instanceof Gather || request.op() instanceof GatherElements)
        || !GlslExpr.holds(request.in(0).dtype())
        || !GlslExpr.holds(request.in(1).dtype())
        || !PointwiseKernels.isExact(request)
        || request.isConstant(0) && request.isConstant(1)) {
      return null;
    }
    return switch (request.op()) {
      case Gather gather -> kernel(request, request.axis(gather.axis()), false);
      case GatherElements gather when isSameBehind(request, request.axis(gather.axis())) ->
          kernel(request, request.axis(gather.axis()), true);
      default -> null;
    };
  }

  /** Whether only along the axis X has another length than the indices. */
  private static boolean isSameBehind(NodeRequest request, int axis) {
    Shape x = request.shape(0);
    return x.with(axis, 1).equals(request.shape(1).with(axis, 1));
  }

  private static Kernel kernel(NodeRequest request, int axis, boolean each) {
    Tensor indices = request.constant(1);
    int dim = request.shape(0).dim(axis);
    for (int i = 0; indices != null && i < indices.size(); i++) {
      if (indices.getLong(i) < -dim || indices.getLong(i) >= dim) {
        return null;
      }
    }
    return new GatherKernel(request, axis, each);
  }
}
