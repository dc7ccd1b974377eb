package dev.assam.memory;

/** 32-bit integer memory; see the package for what such a value may be used for. */
public final class Ints {
  private final int[] array;

  Ints(int[] array) {
    this.array = array;
  }

  /** Element {@code i}. */
  public int get(int i) {
    return array[i];
  }

  /** Sets element {@code i}. */
  public void set(int i, int value) {
    array[i] = value;
  }
}
