package dev.assam.memory;

/** 32-bit integer memory; see the package for what such a value may be used for. */
public final class Ints {
  private final int[] array;
  private final int base;

  Ints(int[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public int get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, int value) {
    array[base + i] = value;
  }
}
