package dev.assam.webgl.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.op.nn.Window;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Matrix;
import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.TexelLayout.Tiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of one group with windows 3×3 that move by single pixels; {@code direct} where the
 * device or the sizes do not suit {@link Winograd}.
 */
record WinogradKernel(NodeRequest request, Window window, Finish finish, Kernel direct)
    implements Kernel {
  /** Channels of X times maps up to which weights may grow four times as large. */
  private static final int FEW_WEIGHTS = 1 << 16;

  /** Bytes that positions and products may take. */
  private static final long SCRATCH = 64L << 20;

  static boolean suits(Window window) {
    boolean suits = window.rank() == 2;
    for (int d = 0; d < window.rank(); d++) {
      suits &= window.kernel(d) == 3 && window.stride(d) == 1 && window.dilation(d) == 1;
    }
    return suits;
  }

  @Override
  public void draw(Places places) {
    Shape in = Pictures.last(request, request.shape(0));
    Shape out = Pictures.last(request, request.out(0).shape());
    int c = RowPlaces.texels(Pictures.channels(in));
    int m = RowPlaces.texels(Pictures.channels(out));
    Winograd way = way(places.targets(), out, c, m);
    if (way == null) {
      direct.draw(places);
      return;
    }
    int th = tiles(way, out, 1);
    int tw = tiles(way, out, 2);
    int tiles = out.dim(0) * th * tw;
    int targets = places.targets();
    int blocks = (tiles + targets - 1) / targets;
    Place<Rows> x = Pictures.in(request, places);
    int pt = window.padBegin(0);
    int pl = window.padBegin(1);
    boolean padded =
        pt > 0 || pl > 0 || th * way.tile + 2 > in.dim(1) || tw * way.tile + 2 > in.dim(2);
    Place<Tiles> positions = places.scratch(new Tiles(tiles, way.side, c));
    places.draw(
        Pass.of(
            new WinogradTilesShader(way, RowPlaces.isFlat(x), padded),
            List.of(x),
            positions,
            c,
            in.dim(1),
            in.dim(2),
            th,
            tw,
            pt,
            pl));
    int squares = way.side * way.side;
    Matrix weights = new Matrix(squares * 4 * c, m);
    Place<Matrix> w = places.packed(request.constant(1), way, weights, t -> way.pack(t, weights));
    Place<Rows> products = places.scratch(new Rows(squares * blocks * targets * m, m, targets));
    places.draw(
        Pass.of(
            new WinogradProductShader(targets, way),
            List.of(positions, w),
            products,
            c,
            tiles,
            blocks));
    Place<Rows> y = Pictures.target(request, places);
    List<Place<?>> extras = finish.sources(request, places, 2);
    List<Place<?>> sources = new ArrayList<>();
    sources.add(products);
    sources.addAll(extras);
    places.draw(
        Pass.of(
            new WinogradPixelsShader(targets, way, out.dim(2) % way.tile == 0, finish.kind(extras)),
            sources,
            y,
            Pictures.pixels(out),
            out.dim(1),
            out.dim(2),
            th,
            tw,
            blocks * targets));
    Pictures.finish(request, places, y);
  }

  private static int tiles(Winograd way, Shape out, int d) {
    return (out.dim(d) + way.tile - 1) / way.tile;
  }

  /** The larger tiles where rows are whole ones and weights few; null for none. */
  private static Winograd way(int targets, Shape out, int c, int m) {
    for (Winograd way : List.of(Winograd.FOUR, Winograd.TWO)) {
      long tiles = (long) out.dim(0) * tiles(way, out, 1) * tiles(way, out, 2);
      boolean few =
          way == Winograd.TWO
              || out.dim(2) % way.tile == 0 && 16L * c * m <= FEW_WEIGHTS && tiles >= 32;
      int least = way == Winograd.TWO ? 8 : 4;
      if (few
          && way.side <= targets
          && c >= least
          && m >= least
          && tiles >= targets
          && tiles * way.side * way.side * (c + m) * 16 <= SCRATCH) {
        return way;
      }
    }
    return null;
  }
}
