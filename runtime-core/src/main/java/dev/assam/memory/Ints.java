package dev.assam.memory;

import jdk.incubator.vector.IntVector;

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

  /** A vector of elements from {@code i} on. */
  public IntVector load(int i) {
    return IntVector.fromArray(Vectors.I, array, base + i);
  }

  /** Sets as many elements from {@code i} on as a vector has lanes. */
  public void store(int i, IntVector value) {
    value.intoArray(array, base + i);
  }

  /** Element {@code i} in every lane. */
  public IntVector splat(int i) {
    return IntVector.broadcast(Vectors.I, array[base + i]);
  }
}
