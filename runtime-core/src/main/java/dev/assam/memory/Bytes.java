package dev.assam.memory;

/** 8-bit memory; see the package for what such a value may be used for. */
public final class Bytes {
  private final byte[] array;
  private final int base;

  Bytes(byte[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public byte get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, byte value) {
    array[base + i] = value;
  }
}
