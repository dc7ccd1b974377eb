package dev.assam.webgpu.kernel;

import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;

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

  /** The shortest inner dimension that is shared. */
  private static final int FEWEST_SPLIT = 64;

  /** An inner dimension that is worth sharing where tiles would do, too. */
  private static final int LONG = 1024;

  /** Rows up to which tiles of a product would be mostly empty. */
  private static final int FEWEST_ROWS = 16;

  /** Workgroups that leave a GPU mostly idle. */
  private static final int FEW_GROUPS = 32;

  /** Channels and maps from which on Winograd's products pay. */
  private static final int FEWEST_WINOGRAD = 16;

  /** What each of their two sides may take. */
  private static final long MOST_WINOGRAD_BYTES = 64 << 20;

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

  /**
   * How a product's inner dimension is shared within workgroups.
   *
   * @param fours of columns of a workgroup
   */
  record Split(int rows, int fours, int slices) {}

  /**
   * The shares of a product of few outputs and a long inner dimension, or null if that is no gain:
   * with fewer workgroups than a GPU runs at a time, tiles would leave most of it idle.
   */
  static Split split(GpuLimits limits, int batch, int m, int n, int k) {
    int tiles = batch * Launch.groups(m, FEWEST_TILED) * Launch.groups(n, FEWEST_TILED);
    if (limits.software()
        || limits.workgroupBytes() < 16384
        || k < FEWEST_SPLIT
        || m > FEWEST_ROWS && (tiles >= FEW_GROUPS || k < LONG)) {
      return null;
    }
    int rows = m == 1 ? 1 : m == 2 ? 2 : 4;
    int groups = batch * Launch.groups(m, rows) * Launch.groups(n, 64);
    return groups < FEW_GROUPS && k >= LONG ? new Split(rows, 4, 64) : new Split(rows, 16, 16);
  }

  /**
   * Whether Winograd's products are faster than a convolution as it is: with few channels what goes
   * to and from memory between the launches is more than they save.
   */
  static boolean winograd(GpuLimits limits, Winograd winograd) {
    long most = Math.min(limits.bindingBytes(), MOST_WINOGRAD_BYTES);
    return winograd.channels() >= FEWEST_WINOGRAD
        && winograd.maps() >= FEWEST_WINOGRAD
        && winograd.largestBytes() <= most;
  }

  /** Whether queries of a head share tiles of its keys and values. */
  static boolean tiledAttention(GpuLimits limits, int queries) {
    return !limits.software() && limits.workgroupBytes() >= 16384 && queries >= FEWEST_ROWS;
  }

  /** How a product of m rows with weights in blocks is shared. */
  static Split blocks(GpuLimits limits, int m) {
    int rows = m == 1 ? 1 : m == 2 ? 2 : 4;
    boolean shares = !limits.software() && limits.workgroupBytes() >= 16384;
    return shares && m <= FEWEST_ROWS ? new Split(rows, 16, 16) : new Split(rows, 64, 1);
  }

  /**
   * How a step of a recurrent cell of so many units is shared: four gates of 256 invocations fill
   * the 16 KiB of a workgroup.
   */
  static Split recurrent(GpuLimits limits, int hidden) {
    return limits.software() || hidden < FEWEST_SPLIT ? new Split(1, 16, 1) : new Split(1, 16, 16);
  }

  /** The tile of a convolution as a product of pixels and maps of a group. */
  static Tile conv(int groups, int maps) {
    return groups == 1 && (maps % 8 == 0 || maps > 64) ? new Tile(4, 2) : new Tile(4, 1);
  }
}
