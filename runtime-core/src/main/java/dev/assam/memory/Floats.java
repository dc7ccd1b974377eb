package dev.assam.memory;

/** float32 memory; see the package for what such a value may be used for. */
public final class Floats {
  private final float[] array;

  Floats(float[] array) {
    this.array = array;
  }

  /** Element {@code i}. */
  public float get(int i) {
    return array[i];
  }

  /** Sets element {@code i}. */
  public void set(int i, float value) {
    array[i] = value;
  }
}
