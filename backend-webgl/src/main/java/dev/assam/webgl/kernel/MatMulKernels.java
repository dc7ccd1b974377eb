package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Matrix;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Products with a constant matrix: rows of A one after the other. */
final class MatMulKernels implements KernelFactory<NodeRequest, Kernel> {
  private record RowsKernel(NodeRequest request, int rows, int k, int n, Gemm gemm, Finish finish)
      implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> a = places.in(0);
      if (gemm != null && gemm.transA()) {
        Place<Rows> turned = places.scratch(Rows.flat((long) rows * k));
        Pictures.permute(places, a, request.shape(0), new int[] {1, 0}, turned);
        a = turned;
      }
      Place<Rows> x = RowPlaces.whole(places, a, rows, k);
      Place<Rows> y = RowPlaces.target(places, 0, rows, n);
      List<Place<?>> extras = finish.sources(request, places, gemm == null ? -1 : 2);
      List<Place<?>> sources = new ArrayList<>();
      sources.add(x);
      Matrix layout = new Matrix(4 * RowPlaces.texels(k), RowPlaces.texels(n));
      boolean transposed = gemm != null && gemm.transB();
      float factor = gemm == null ? 1 : gemm.alpha();
      sources.add(
          places.packed(
              request.constant(1),
              "matrix" + transposed + factor,
              layout,
              t -> Packing.matrix(t, k, n, transposed, factor, layout)));
      sources.addAll(extras);
      int c = RowPlaces.texels(k);
      places.draw(
          Pass.of(
              ConvShader.rows(y.layout().layers(), RowPlaces.isFlat(x), finish.kind(extras)),
              sources,
              y,
              c,
              c,
              RowPlaces.texels(n),
              rows));
      RowPlaces.finish(places, 0, y, rows, n);
    }
  }

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (!request.hasOneOutput()
        || !request.allOf(DType.FLOAT32)
        || request.channelsLast()
        || !request.isConstant(1)) {
      return null;
    }
    return switch (request.op()) {
      case MatMul _ -> matMul(request);
      case Gemm gemm -> gemm(request, gemm);
      default -> null;
    };
  }

  private static Kernel matMul(NodeRequest request) {
    Shape a = request.shape(0);
    Shape b = request.shape(1);
    if (b.rank() < 2 || a.rank() < 1 || b.elements() != b.product(b.rank() - 2, b.rank())) {
      return null;
    }
    int k = a.dim(a.rank() - 1);
    int n = b.dim(b.rank() - 1);
    Finish finish = Finish.of(request, -1, n);
    return finish == null
        ? null
        : new RowsKernel(request, (int) (a.elements() / k), k, n, null, finish);
  }

  private static Kernel gemm(NodeRequest request, Gemm gemm) {
    Shape a = request.shape(0);
    int k = a.dim(gemm.transA() ? 0 : 1);
    int n = request.out(0).shape().dim(1);
    boolean biased = request.has(2);
    if (biased
        && (gemm.beta() != 1
            || request.shape(2).elements() != n
            || request.shape(2).rank() == 0
            || request.shape(2).dim(request.shape(2).rank() - 1) != n)) {
      return null;
    }
    Finish finish = Finish.of(request, biased ? 2 : -1, n);
    return finish == null
        ? null
        : new RowsKernel(request, a.dim(gemm.transA() ? 1 : 0), k, n, gemm, finish);
  }
}
