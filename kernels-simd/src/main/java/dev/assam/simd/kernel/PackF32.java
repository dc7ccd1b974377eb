package dev.assam.simd.kernel;

import dev.assam.memory.Floats;

/** Packing of matrices at run time, into panels for {@link GemmF32}. */
public final class PackF32 {
  private static final int VL = Lanes.F32;

  private PackF32() {}

  /**
   * Packs one vector of columns that lie together in {@code k} rows: to[r · toStep + lane] = from[r
   * · rowStride + lane].
   */
  public static void rowsF32(
      Floats from, int fromAt, int rowStride, int k, int lanes, Floats to, int toAt, int toStep) {
    if (lanes == VL) {
      for (int r = 0; r < k; r++) {
        to.store(toAt + r * toStep, from.load(fromAt + r * rowStride));
      }
      return;
    }
    for (int r = 0; r < k; r++) {
      for (int lane = 0; lane < lanes; lane++) {
        to.set(toAt + r * toStep + lane, from.get(fromAt + r * rowStride + lane));
      }
      for (int lane = lanes; lane < VL; lane++) {
        to.set(toAt + r * toStep + lane, 0);
      }
    }
  }

  /**
   * As {@link #rowsF32} for columns that lie {@code columnStride} apart, any number of elements
   * from one row to the next.
   */
  public static void columnsF32(
      Floats from,
      int fromAt,
      int rowStride,
      int columnStride,
      int k,
      int lanes,
      Floats to,
      int toAt,
      int toStep) {
    for (int lane = 0; lane < VL; lane++) {
      int in = fromAt + lane * columnStride;
      int out = toAt + lane;
      if (lane >= lanes) {
        for (int r = 0; r < k; r++) {
          to.set(out + r * toStep, 0);
        }
        continue;
      }
      for (int r = 0; r < k; r++) {
        to.set(out, from.get(in));
        in += rowStride;
        out += toStep;
      }
    }
  }
}
