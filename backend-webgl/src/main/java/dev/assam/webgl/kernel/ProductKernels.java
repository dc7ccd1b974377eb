package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.linear.MatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Products of two matrices that are computed, or of many. */
final class ProductKernels implements KernelFactory<NodeRequest, Kernel> {
  private record ProductKernel(NodeRequest request, Finish finish) implements Kernel {
    @Override
    public void draw(Places places) {
      Shape a = request.shape(0);
      Shape b = request.shape(1);
      Shape y = request.out(0).shape();
      int k = a.dim(a.rank() - 1);
      int m = a.dim(a.rank() - 2);
      int n = b.dim(b.rank() - 1);
      int rows = (int) y.product(0, y.rank() - 1);
      Place<Rows> x = RowPlaces.whole(places, places.in(0), (int) (a.elements() / k), k);
      Place<Rows> w = RowPlaces.whole(places, places.in(1), (int) (b.elements() / n), n);
      // Rows of one fragment share B, so that they are all of one batch.
      int together = Math.min(places.targets(), Integer.lowestOneBit(m));
      Rows layout = new Rows(rows * RowPlaces.texels(n), RowPlaces.texels(n), together);
      Place<Rows> target = n % 4 == 0 ? places.out(0, layout) : places.scratch(layout);
      int targets = target.layout().layers();
      List<Place<?>> sources = new ArrayList<>();
      sources.add(x);
      sources.add(w);
      List<Place<?>> extras = finish.sources(request, places, -1);
      sources.addAll(extras);
      int[] strides = batches(a, b, y);
      places.draw(
          Pass.of(
              new ProductShader(
                  targets, RowPlaces.isFlat(x), RowPlaces.isFlat(w), finish.kind(extras)),
              sources,
              target,
              RowPlaces.texels(k),
              k,
              m,
              rows,
              strides[0],
              strides[1],
              strides[2],
              strides[3],
              strides[4]));
      RowPlaces.finish(places, 0, target, rows, n);
    }
  }

  /**
   * The batches of Y as two dimensions: length of the inner one, then A's strides in matrices along
   * both and B's; null if it takes more.
   */
  private static int[] batches(Shape a, Shape b, Shape y) {
    int rank = y.rank() - 2;
    Shape batch = y.slice(0, rank);
    int[] sa = a.slice(0, a.rank() - 2).broadcastStrides(batch);
    int[] sb = b.slice(0, b.rank() - 2).broadcastStrides(batch);
    List<int[]> dims = new ArrayList<>();
    for (int d = 0; d < rank; d++) {
      if (batch.dim(d) == 1) {
        continue;
      }
      int[] last = dims.isEmpty() ? null : dims.get(dims.size() - 1);
      if (last != null && last[1] == sa[d] * batch.dim(d) && last[2] == sb[d] * batch.dim(d)) {
        last[0] *= batch.dim(d);
        last[1] = sa[d];
        last[2] = sb[d];
      } else {
        dims.add(new int[] {batch.dim(d), sa[d], sb[d]});
      }
    }
    while (dims.size() < 2) {
      dims.add(0, new int[] {1, 0, 0});
    }
    int[] outer = dims.get(0);
    int[] inner = dims.get(1);
    return dims.size() > 2 ? null : new int[] {inner[0], outer[1], inner[1], outer[2], inner[2]};
  }

  @Override
  public String name() {
    return "product";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (!request.hasOneOutput()
        || !request.allOf(DType.FLOAT32)
        || request.channelsLast()
        || !(request.op() instanceof MatMul)
        || request.shape(0).rank() < 2
        || request.shape(1).rank() < 2) {
      return null;
    }
    Shape y = request.out(0).shape();
    Finish finish = Finish.of(request, -1, y.dim(y.rank() - 1));
    return finish == null || batches(request.shape(0), request.shape(1), y) == null
        ? null
        : new ProductKernel(request, finish);
  }
}
