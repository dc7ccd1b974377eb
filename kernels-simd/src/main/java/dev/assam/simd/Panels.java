package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.Tensor;

/**
 * How {@code columns} columns of a matrix are cut into panels of two vectors, the last one of which
 * may be one vector: every vector lies wholly inside the columns, if need be over columns that an
 * earlier one has, too. Fewer columns than a vector are one vector filled up with zeros.
 */
record Panels(int columns) {
  private static final int VL = Lanes.F32;

  /** Zeros at the end of every pack, for a bias where there is none. */
  static final int ZEROS = 2 * VL;

  /** Number of panels. */
  int count() {
    return (columns + 2 * VL - 1) / (2 * VL);
  }

  /**
   * Number of panels that may be computed apart: a last one that overlaps goes with the one before.
   */
  int separate() {
    int count = count();
    return count > 1 && isSingle(count - 1) && columns % VL != 0 ? count - 1 : count;
  }

  /** Whether panel {@code p} has one vector only. */
  boolean isSingle(int p) {
    return columns - p * 2 * VL <= VL;
  }

  /** First column of panel {@code p}'s first vector. */
  int column(int p) {
    return isSingle(p) ? Math.max(0, columns - VL) : p * 2 * VL;
  }

  /** How far panel {@code p}'s second vector lies behind its first. */
  int second(int p) {
    return Math.min(VL, columns - VL - p * 2 * VL);
  }

  /** Vectors of all panels. */
  int vectors() {
    return (columns + VL - 1) / VL;
  }

  /** First column of vector {@code v}. */
  int columnOf(int v) {
    return Math.max(0, Math.min(v * VL, columns - VL));
  }

  /** Where vector {@code v} of the first row lies in the pack of a matrix of {@code k} rows. */
  int vectorAt(int v, int k) {
    return v / 2 * 2 * VL * k + v % 2 * VL;
  }

  /** Floats that the panels of a matrix of {@code k} rows take. */
  int packedFloats(int k) {
    return vectors() * VL * k;
  }

  /**
   * Packs {@code groups} matrices that follow each other in {@code from}, scaled. Row r of such a
   * matrix is tap r / channels of channel r % channels; strides in elements. Rows from there to
   * {@code depth} are zeros.
   */
  Storage pack(
      Tensor from,
      int groups,
      int depth,
      int taps,
      int channels,
      int groupStride,
      int columnStride,
      int channelStride,
      int tapStride,
      float scale) {
    int k = depth;
    Storage storage = Storage.allocate(Kind.FLOATS, groups * packedFloats(k) + ZEROS);
    Floats to = storage.floats();
    Floats source = from.floats();
    for (int g = 0; g < groups; g++) {
      for (int v = 0; v < vectors(); v++) {
        int width = !isSingle(v / 2) ? 2 * VL : VL;
        int at = g * packedFloats(k) + vectorAt(v, k);
        int fromAt = g * groupStride + columnOf(v) * columnStride;
        for (int t = 0; t < taps; t++) {
          packVector(source, fromAt, columnStride, channelStride, channels, scale, to, at, width);
          fromAt += tapStride;
          at += channels * width;
        }
      }
    }
    return storage;
  }

  /** Packs a vector of columns; a method of its own, for browsers compile it while others run. */
  private void packVector(
      Floats from,
      int fromAt,
      int columnStride,
      int rowStride,
      int rows,
      float scale,
      Floats to,
      int at,
      int width) {
    int lanes = Math.min(VL, columns);
    for (int row = 0; row < rows; row++) {
      for (int lane = 0; lane < lanes; lane++) {
        to.set(at + lane, scale * from.get(fromAt + lane * columnStride));
      }
      fromAt += rowStride;
      at += width;
    }
  }

  /** Packs a vector of {@code groups · columns} elements, or of one that counts for all. */
  void packBias(Floats from, boolean scalar, int groups, float scale, Floats to, int at) {
    for (int g = 0; g < groups; g++) {
      for (int v = 0; v < vectors(); v++) {
        for (int lane = 0; lane < Math.min(VL, columns); lane++) {
          int column = scalar ? 0 : g * columns + columnOf(v) + lane;
          to.set(at + (g * vectors() + v) * VL + lane, scale * from.get(column));
        }
      }
    }
  }

  /** Floats of a packed bias. */
  int biasFloats(int groups) {
    return groups * vectors() * VL;
  }
}
