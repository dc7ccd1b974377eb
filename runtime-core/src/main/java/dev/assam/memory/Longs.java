package dev.assam.memory;

/** 64-bit integer memory; see the package for what such a value may be used for. */
public final class Longs {
  private final long[] array;

  Longs(long[] array) {
    this.array = array;
  }

  /** Element {@code i}. */
  public long get(int i) {
    return array[i];
  }

  /** Sets element {@code i}. */
  public void set(int i, long value) {
    array[i] = value;
  }
}
