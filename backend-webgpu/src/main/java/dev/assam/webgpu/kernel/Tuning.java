package dev.assam.webgpu.kernel;

import dev.assam.webgpu.GpuLimits;

/**
 * The one place where programs and their sizes are chosen by adapter.
 *
 * <p>On an adapter that is a program on the CPU, workgroups share no fast memory and barriers cost
 * much: tiles live in variables, and their size is what its few registers bear. On a GPU products
 * that fill it go through shared memory.
 */
final class Tuning {
  private static final int FEWEST_TILED = 64;

  /** Outputs from which on larger tiles still leave every processor something to do. */
  private static final long MANY = 1 << 20;

  private Tuning() {}

  /** The tile of a product [m,k] · [k,n] without shared memory. */
  static Tile gemm(int m, int n) {
    if (m == 1) {
      return new Tile(1, 1);
    }
    return n % 8 == 0 || n > 64 ? new Tile(4, 2) : new Tile(4, 1);
  }

  /** The tile of one invocation of a product through shared memory, or null if that is no gain. */
  static Tile tiled(GpuLimits limits, int batch, int m, int n, int k) {
    if (limits.software()
        || k % 4 != 0
        || k < FEWEST_TILED / 2
        || m < FEWEST_TILED
        || n < FEWEST_TILED
        || limits.workgroupBytes() < 16384) {
      return null;
    }
    return (long) batch * m * n >= MANY ? new Tile(8, 2) : new Tile(4, 1);
  }

  /** The tile of a convolution as a product of pixels and maps of a group. */
  static Tile conv(int groups, int maps) {
    return groups == 1 && (maps % 8 == 0 || maps > 64) ? new Tile(4, 2) : new Tile(4, 1);
  }
}
