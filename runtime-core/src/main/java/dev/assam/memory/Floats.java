package dev.assam.memory;

/** float32 memory; see the package for what such a value may be used for. */
public final class Floats {
  private final float[] array;
  private final int base;

  Floats(float[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public float get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, float value) {
    array[base + i] = value;
  }
}
