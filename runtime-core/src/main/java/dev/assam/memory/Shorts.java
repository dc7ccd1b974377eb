package dev.assam.memory;

/** 16-bit memory; see the package for what such a value may be used for. */
public final class Shorts {
  private final short[] array;

  Shorts(short[] array) {
    this.array = array;
  }

  /** Element {@code i}. */
  public short get(int i) {
    return array[i];
  }

  /** Sets element {@code i}. */
  public void set(int i, short value) {
    array[i] = value;
  }
}
