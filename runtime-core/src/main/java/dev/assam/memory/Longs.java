package dev.assam.memory;

/** 64-bit integer memory; see the package for what such a value may be used for. */
public final class Longs {
  private final long[] array;
  private final int base;

  Longs(long[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public long get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, long value) {
    array[base + i] = value;
  }
}
