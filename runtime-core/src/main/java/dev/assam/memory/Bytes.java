package dev.assam.memory;

/** 8-bit memory; see the package for what such a value may be used for. */
public final class Bytes {
  private final byte[] array;

  Bytes(byte[] array) {
    this.array = array;
  }

  /** Element {@code i}. */
  public byte get(int i) {
    return array[i];
  }

  /** Sets element {@code i}. */
  public void set(int i, byte value) {
    array[i] = value;
  }
}
