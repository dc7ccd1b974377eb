package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Pad;
import dev.assam.op.vision.Interpolation;
import dev.assam.op.vision.Resize;
import dev.assam.op.vision.Upsample;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Padding and resizing, whose positions along each axis are known beforehand. */
final class GridKernels implements KernelFactory<NodeRequest, Kernel> {
  /** From positions in X of each position in Y, −1 for what is {@code value}. */
  private record GridKernel(NodeRequest request, int[][] tables, float value) implements Kernel {
    @Override
    public void draw(Places places) {
      Shape x = request.shape(0);
      Shape y = request.out(0).shape();
      int rank = y.rank();
      int length = 0;
      for (int[] table : tables) {
        length += table.length;
      }
      int total = length;
      boolean whole = y.dim(rank - 1) % 4 == 0 && isIdentity(tables[rank - 1], x.dim(rank - 1));
      Place<Rows> source = places.in(0);
      int row = y.dim(rank - 1);
      Rows layout = whole ? places.rows(y.elements() / row, row / 4) : Rows.flat(y.elements());
      Place<Rows> to = places.out(0, layout);
      Place<Rows> table =
          places.table("grid " + request.node().name() + x + y, total, () -> joined(total));
      List<Integer> params = new ArrayList<>();
      int at = 0;
      for (int d = 0; d < rank; d++) {
        boolean last = d == rank - 1;
        params.add(last && whole ? y.dim(d) / 4 : y.dim(d));
        params.add(whole && !last ? x.strides()[d] / 4 : x.strides()[d]);
        params.add(at);
        at += tables[d].length;
      }
      places.draw(
          new Pass(
              new GridShader(to.layout().layers(), rank, whole, RowPlaces.isFlat(source), value),
              List.of(source, table),
              to,
              params));
    }

    private static boolean isIdentity(int[] table, int length) {
      for (int i = 0; i < table.length; i++) {
        if (table[i] != i) {
          return false;
        }
      }
      return table.length == length;
    }

    private Storage joined(int length) {
      Storage storage = Storage.allocate(Kind.FLOATS, length);
      int at = 0;
      for (int[] table : tables) {
        for (int position : table) {
          storage.floats().set(at++, position);
        }
      }
      return storage;
    }
  }

  /** Weighted sums along some axes, one after the other. */
  private record ResampleKernel(NodeRequest request, List<Interpolation.Taps> taps)
      implements Kernel {
    @Override
    public void draw(Places places) {
      Shape x = request.shape(0);
      Shape y = request.out(0).shape();
      Place<Rows> from = places.in(0);
      int last = 0;
      for (int d = 0; d < x.rank(); d++) {
        last = taps.get(d) == null ? last : d;
      }
      for (int d = 0; d <= last; d++) {
        Interpolation.Taps axis = taps.get(d);
        if (axis == null) {
          continue;
        }
        int outputs = axis.indices().length / axis.count();
        int outer = (int) y.product(0, d);
        int inner = (int) x.product(d + 1, x.rank());
        long elements = (long) outer * outputs * inner;
        boolean whole = inner % 4 == 0;
        int length = y.dim(y.rank() - 1);
        Rows layout =
            whole && length % 4 == 0
                ? places.rows(elements / length, length / 4)
                : Rows.flat(elements);
        Place<Rows> to = d == last ? places.out(0, layout) : places.scratch(layout);
        Place<Rows> table =
            places.table(
                "taps " + request.node().name() + d + x + y,
                2 * axis.indices().length,
                () -> joined(axis));
        places.draw(
            Pass.of(
                new ResampleShader(layout.layers(), whole, RowPlaces.isFlat(from)),
                List.of(from, table),
                to,
                outputs,
                x.dim(d),
                whole ? inner / 4 : inner,
                axis.count()));
        from = to;
      }
    }

    private static Storage joined(Interpolation.Taps taps) {
      int count = taps.indices().length;
      Storage storage = Storage.allocate(Kind.FLOATS, 2 * count);
      for (int i = 0; i < count; i++) {
        storage.floats().set(i, taps.indices()[i]);
        storage.floats().set(count + i, (float) taps.weights()[i]);
      }
      return storage;
    }
  }

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.hasOneOutput()
        || request.in(0).dtype() != DType.FLOAT32
        || request.shape(0).rank() == 0
        || request.shape(0).rank() > 8
        || !request.hasConstantParameters()) {
      return null;
    }
    return switch (request.op()) {
      case Pad pad -> pad(request, pad);
      case Resize resize when !resize.interpolation().crops() ->
          resize(request, resize.interpolation(), resize.taps(request.seen()));
      case Upsample upsample ->
          resize(request, upsample.interpolation(), upsample.taps(request.seen()));
      default -> null;
    };
  }

  private static Kernel pad(NodeRequest request, Pad pad) {
    Shape y = request.out(0).shape();
    boolean last = request.channelsLast();
    int[][] sources = pad.sources(request.seen(), last ? ChannelsLast.toFirst(y) : y);
    int[] order = ChannelsLast.order(y.rank(), true);
    int[][] tables = new int[sources.length][];
    for (int d = 0; d < tables.length; d++) {
      tables[d] = sources[last ? order[d] : d];
    }
    Tensor constant = pad.pads() == null && request.has(2) ? request.constant(2) : null;
    return new GridKernel(
        request, tables, constant == null ? pad.value() : constant.floats().get(0));
  }

  private static Kernel resize(
      NodeRequest request, Interpolation interpolation, List<Interpolation.Taps> taps) {
    Shape x = request.shape(0);
    List<Interpolation.Taps> ordered = new ArrayList<>();
    int[] order = ChannelsLast.order(x.rank(), true);
    boolean any = false;
    for (int d = 0; d < x.rank(); d++) {
      ordered.add(taps.get(request.channelsLast() ? order[d] : d));
      any |= ordered.get(d) != null;
    }
    if (!interpolation.mode().equals("nearest")) {
      return any ? new ResampleKernel(request, ordered) : null;
    }
    int[][] tables = new int[x.rank()][];
    for (int d = 0; d < tables.length; d++) {
      int[] indices = ordered.get(d) == null ? null : ordered.get(d).indices();
      tables[d] = new int[indices == null ? x.dim(d) : indices.length];
      for (int i = 0; i < tables[d].length; i++) {
        tables[d][i] = indices == null ? i : indices[i];
      }
    }
    return new GridKernel(request, tables, 0);
  }
}
