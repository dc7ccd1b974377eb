package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.Tensor;

/**
 * How {@code columns} columns of a matrix of numbers of 16 bits are cut into panels of two vectors,
 * two elements of K beside each other: as {@link Panels} do, but for a last single vector, which is
 * there twice.
 */
record PairPanels(int columns) {
  private static final int VL = Lanes.F32;

  /** Number of panels. */
  int count() {
    return new Panels(columns).count();
  }

  /** First column of vector {@code v}, two of which are a panel. */
  int column(int v) {
    return Math.max(0, Math.min(v * VL, columns - VL));
  }

  /** Shorts of a panel. */
  int panelShorts(int depth) {
    return 2 * VL * depth;
  }

  /**
   * Packs a constant [k, columns] of bytes without its zero point.
   *
   * @param zero one value or one a column; null for 0
   * @param depth rows with those of zeros at the end, an even number
   */
  Storage pack(Tensor b, Tensor zero, int depth) {
    int k = b.shape().dim(0);
    Storage storage = Storage.allocate(Kind.SHORTS, count() * panelShorts(depth));
    Shorts to = storage.shorts();
    int lanes = Math.min(VL, columns);
    for (int v = 0; v < 2 * count(); v++) {
      int at = v / 2 * panelShorts(depth) + v % 2 * 2 * VL;
      for (int lane = 0; lane < lanes; lane++) {
        int column = column(v) + lane;
        long origin = zero == null ? 0 : zero.getLong(zero.size() == 1 ? 0 : column);
        for (int r = 0; r < k; r++) {
          long value = b.getLong(r * columns + column) - origin;
          to.set(at + r / 2 * 4 * VL + 2 * lane + r % 2, (short) value);
        }
      }
    }
    return storage;
  }

  /** Packs one float a column, or one for all, for every vector; a panel of zeros follows. */
  Storage packRow(Tensor row) {
    Storage storage = Storage.allocate(Kind.FLOATS, (count() + 1) * 2 * VL);
    Floats from = row.floats();
    Floats to = storage.floats();
    for (int v = 0; v < 2 * count(); v++) {
      for (int lane = 0; lane < Math.min(VL, columns); lane++) {
        to.set(v * VL + lane, from.get(row.size() == 1 ? 0 : column(v) + lane));
      }
    }
    return storage;
  }
}
