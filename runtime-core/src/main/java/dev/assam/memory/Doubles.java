package dev.assam.memory;

/** float64 memory; see the package for what such a value may be used for. */
public final class Doubles {
  private final double[] array;

  Doubles(double[] array) {
    this.array = array;
  }

  /** Element {@code i}. */
  public double get(int i) {
    return array[i];
  }

  /** Sets element {@code i}. */
  public void set(int i, double value) {
    array[i] = value;
  }
}
