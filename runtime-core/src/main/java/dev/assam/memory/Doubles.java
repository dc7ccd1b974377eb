package dev.assam.memory;

/** float64 memory; see the package for what such a value may be used for. */
public final class Doubles {
  private final double[] array;
  private final int base;

  Doubles(double[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public double get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, double value) {
    array[base + i] = value;
  }
}
