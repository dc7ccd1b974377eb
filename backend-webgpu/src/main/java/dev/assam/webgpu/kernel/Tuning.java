package dev.assam.webgpu.kernel;

import dev.assam.webgpu.GpuLimits;

/** The one place where the sizes of tiles are chosen. */
final class Tuning {
  private Tuning() {}

  /** The tile of a product [m,k] · [k,n]: smaller ones where there are few invocations. */
  static Tile gemm(GpuLimits limits, int m, int n, int k) {
    if (m == 1) {
      return new Tile(1, 1);
    }
    return n % 8 == 0 || n > 64 ? new Tile(4, 2) : new Tile(4, 1);
  }

  /** The tile of a convolution as a product of pixels and maps. */
  static Tile conv(GpuLimits limits, int pixels, int maps) {
    return maps % 8 == 0 || maps > 64 ? new Tile(4, 2) : new Tile(4, 1);
  }
}
