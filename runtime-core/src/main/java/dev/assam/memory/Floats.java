package dev.assam.memory;

import jdk.incubator.vector.FloatVector;

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

  /** A vector of elements from {@code i} on. */
  public FloatVector load(int i) {
    return FloatVector.fromArray(Vectors.F, array, base + i);
  }

  /** Sets as many elements from {@code i} on as a vector has lanes. */
  public void store(int i, FloatVector value) {
    value.intoArray(array, base + i);
  }

  /** Element {@code i} in every lane. */
  public FloatVector splat(int i) {
    return FloatVector.broadcast(Vectors.F, array[base + i]);
  }
}
