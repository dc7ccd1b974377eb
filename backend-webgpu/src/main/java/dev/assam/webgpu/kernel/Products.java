package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;
import java.util.List;

/** Launches of products [batch,m,k] · [batch,k,n]. */
final class Products {
  private Products() {}

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
    if (split != null) {
      return new Launch(
          new GemmSplitShader(
              split.rows(),
              split.fours(),
              split.slices(),
              vectorA,
              vectorY,
              limits.subgroups(),
              finish),
          buffers,
          params,
          Launch.groups(n, 4 * split.fours()),
          Launch.groups(m, split.rows()),
          batch);
    }
    Tile shared = Tuning.tiled(limits, batch, m, n, k);
    if (shared != null) {
      GemmTiledShader shader = new GemmTiledShader(shared, vectorY, finish);
      return new Launch(
          shader,
          buffers,
          params,
          Launch.groups(n, shader.columns()),
          Launch.groups(m, shader.rows()),
          batch);
    }
    Tile tile = Tuning.gemm(m, n);
    return new Launch(
        new GemmShader(tile, vectorA, vectorY, finish),
        buffers,
        params,
        Launch.groups(n, tile.columns() * GemmShader.GROUP),
        Launch.groups(m, tile.rows() * GemmShader.GROUP),
        batch);
  }
}
