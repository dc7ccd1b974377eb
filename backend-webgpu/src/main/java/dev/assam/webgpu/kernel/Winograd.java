package dev.assam.webgpu.kernel;

import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution 3 × 3 of stride 1 by Winograd's F(2×2, 3×3): 16 products of tiles and channels in
 * place of 36, with a launch before and one behind.
 *
 * @param batch number of pictures
 */
record Winograd(Geometry geometry, int batch, int channels, int maps, Finish.Bound finish) {
  private static final int POSITIONS = 16;

  /** Bᵀ and its like for weights, by rows. */
  private static final double[] G = {1, 0, 0, .5, .5, .5, .5, -.5, .5, 0, 0, 1};

  /** Whether a convolution is one of these. */
  static boolean fits(Geometry geometry, int groups, int channels, int maps) {
    for (int d = 1; d < 3; d++) {
      if (geometry.kernel()[d] != 3 || geometry.stride()[d] != 1 || geometry.dilation()[d] != 1) {
        return false;
      }
    }
    return groups == 1 && channels % 4 == 0 && maps % 4 == 0;
  }

  private int tilesY() {
    return (geometry.output()[1] + 1) / 2;
  }

  private int tilesX() {
    return (geometry.output()[2] + 1) / 2;
  }

  int tiles() {
    return batch * tilesY() * tilesX();
  }

  /** Bytes of the larger side of the products. */
  long largestBytes() {
    return 4L * POSITIONS * tiles() * Math.max(channels, maps);
  }

  int scratch() {
    return Scratch.room(POSITIONS * tiles() * channels) + Scratch.room(POSITIONS * tiles() * maps);
  }

  /** Weights [map, channel, 3, 3] as [position, channel, map]. */
  private Storage pack(Tensor w) {
    Storage storage = Storage.allocate(Kind.FLOATS, POSITIONS * channels * maps);
    Floats to = storage.floats();
    Floats from = w.floats();
    for (int position = 0; position < POSITIONS; position++) {
      int y = position / 4 * 3;
      int x = position % 4 * 3;
      for (int map = 0; map < maps; map++) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int t = 0; t < 9; t++) {
            sum += G[y + t / 3] * G[x + t % 3] * from.get((map * channels + c) * 9 + t);
          }
          to.set((position * channels + c) * maps + map, (float) sum);
        }
      }
    }
    return storage;
  }

  void addLaunches(Places places, List<Launch> launches) {
    Scratch scratch = new Scratch(places.scratch());
    Gpu.Slice v = scratch.take(POSITIONS * tiles() * channels);
    Gpu.Slice products = scratch.take(POSITIONS * tiles() * maps);
    Gpu.Slice w = places.packed(1, "winograd", this::pack);
    launches.add(
        Launch.flat(
            new WinogradInputShader(),
            List.of(places.in(0), v),
            tiles() * channels / 4,
            channels / 4,
            tiles(),
            tilesY(),
            tilesX(),
            geometry.input()[1],
            geometry.input()[2],
            geometry.pad()[1],
            geometry.pad()[2]));
    launches.add(
        Products.launch(
            places.limits(),
            List.of(v, w, products),
            new Finish(Expr.in(0), List.of()),
            POSITIONS,
            tiles(),
            maps,
            channels,
            tiles() * channels,
            channels * maps));
    List<Gpu.Slice> buffers = new ArrayList<>(List.of(products, places.out(0)));
    finish.addTo(buffers, places);
    launches.add(
        Launch.flat(
            new WinogradOutputShader(finish.finish()),
            buffers,
            tiles() * maps / 4,
            maps,
            tiles(),
            tilesY(),
            tilesX(),
            geometry.output()[1],
            geometry.output()[2]));
  }
}
