package dev.assam.op;

import dev.assam.tensor.Shape;

/**
 * Walks a shape in row-major order and keeps the offset of the current position under any number of
 * stride vectors; a stride of 0 repeats a broadcast dimension.
 */
public final class Odometer {
  private final int[] dims;
  private final int[][] strides;
  private final int[] index;
  private final int[] offsets;

  /** Starts at the first element of {@code shape}; each stride vector has the shape's rank. */
  public Odometer(Shape shape, int[]... strides) {
    this.dims = shape.toArray();
    this.strides = strides;
    this.index = new int[dims.length];
    this.offsets = new int[strides.length];
  }

  /** Offset in elements of the current position under stride vector {@code k}. */
  public int at(int k) {
    return offsets[k];
  }

  /** Coordinate of the current position along dimension {@code d}. */
  public int index(int d) {
    return index[d];
  }

  /** Steps to the next position; after the last comes the first. */
  public void next() {
    for (int d = dims.length - 1; d >= 0; d--) {
      index[d]++;
      for (int k = 0; k < offsets.length; k++) {
        offsets[k] += strides[k][d];
      }
      if (index[d] < dims[d]) {
        return;
      }
      for (int k = 0; k < offsets.length; k++) {
        offsets[k] -= strides[k][d] * dims[d];
      }
      index[d] = 0;
    }
  }
}
