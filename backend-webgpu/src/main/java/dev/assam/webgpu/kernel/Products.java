package dev.assam.webgpu.kernel;

import dev.assam.op.Expr;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import java.util.ArrayList;
import java.util.List;

/** Launches of products [batch,m,k] · [batch,k,n]. */
public final class Products {
  private static final List<Tile> TILES =
      List.of(new Tile(1, 1), new Tile(2, 2), new Tile(4, 1), new Tile(4, 2), new Tile(8, 1));

  private static final List<Tile> SHARED_TILES =
      List.of(new Tile(4, 1), new Tile(4, 2), new Tile(8, 1), new Tile(8, 2));

  private Products() {}

  /** A product alone, n being a multiple of four. */
  public static Launch plain(
      GpuLimits limits, Gpu.Slice a, Gpu.Slice b, Gpu.Slice y, int m, int n, int k) {
    Finish finish = new Finish(Expr.in(0), List.of());
    return launch(limits, List.of(a, b, y), finish, 1, m, n, k, 0, 0);
  }

  /**
   * A launch of the shader that suits the adapter.
   *
   * @param buffers A, B with rows padded to fours, Y, and what the finish reads
   * @param batchA elements from one A to the next, 0 if there is but one
   * @param batchB of B, padded
   */
  static Launch launch(
      GpuLimits limits,
      List<Gpu.Slice> buffers,
      Finish finish,
      int batch,
      int m,
      int n,
      int k,
      int batchA,
      int batchB) {
    boolean vectorA = k % 4 == 0;
    boolean vectorY = n % 4 == 0;
    List<Integer> params = List.of(m, n, k, (n + 3) / 4, batchA / (vectorA ? 4 : 1), batchB / 4);
    Tuning.Split split = Tuning.split(limits, batch, m, n, k);
    Tile shared = Tuning.tiled(limits, batch, m, n, k);
    Shader shader =
        split != null
            ? split(split, limits, vectorA, vectorY, finish)
            : shared != null
                ? new GemmTiledShader(shared, vectorY, finish)
                : new GemmShader(Tuning.gemm(m, n), vectorA, vectorY, finish);
    return launch(shader, buffers, params, batch);
  }

  private static Shader split(
      Tuning.Split split, GpuLimits limits, boolean vectorA, boolean vectorY, Finish finish) {
    return new GemmSplitShader(
        split.rows(), split.fours(), split.slices(), vectorA, vectorY, limits.subgroups(), finish);
  }

  /** All programs for a launch of one of them. */
  static List<Launch> alternatives(
      Launch launch, GpuLimits limits, boolean vectorA, boolean vectorY, Finish finish) {
    int m = launch.params().get(0);
    int k = launch.params().get(2);
    List<Shader> shaders = new ArrayList<>();
    for (Tile tile : TILES) {
      shaders.add(new GemmShader(tile, vectorA, vectorY, finish));
    }
    boolean shares = !limits.software() && limits.workgroupBytes() >= 16384;
    for (Tile tile : SHARED_TILES) {
      if (shares && vectorA && m > 16) {
        shaders.add(new GemmTiledShader(tile, vectorY, finish));
      }
    }
    if (limits.workgroupBytes() >= 16384 && m <= 256 && k >= 64) {
      int rows = m == 1 ? 1 : m == 2 ? 2 : 4;
      for (int slices = 16; slices <= 64; slices *= 4) {
        Tuning.Split split = new Tuning.Split(rows, 256 / slices, slices);
        shaders.add(split(split, limits, vectorA, vectorY, finish));
      }
    }
    List<Launch> launches = new ArrayList<>();
    for (Shader shader : shaders) {
      launches.add(launch(shader, launch.buffers(), launch.params(), launch.z()));
    }
    return launches;
  }

  private static Launch launch(
      Shader shader, List<Gpu.Slice> buffers, List<Integer> params, int batch) {
    int rows;
    int columns;
    switch (shader) {
      case GemmTiledShader tiled -> {
        rows = tiled.rows();
        columns = tiled.columns();
      }
      case GemmSplitShader split -> {
        rows = split.rows();
        columns = 4 * split.fours();
      }
      default -> {
        Tile tile = ((GemmShader) shader).tile();
        rows = tile.rows() * GemmShader.GROUP;
        columns = tile.columns() * GemmShader.GROUP;
      }
    }
    int x = Launch.groups(params.get(1), columns);
    return new Launch(shader, buffers, params, x, Launch.groups(params.get(0), rows), batch);
  }
}
