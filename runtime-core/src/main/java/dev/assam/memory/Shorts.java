package dev.assam.memory;

/** 16-bit memory; see the package for what such a value may be used for. */
public final class Shorts {
  private final short[] array;
  private final int base;

  Shorts(short[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public short get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, short value) {
    array[base + i] = value;
  }
}
