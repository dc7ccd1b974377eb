package dev.assam.memory;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** 16-bit memory; see the package for what such a value may be used for. */
public final class Shorts {
  private final short[] array;
  private final int base;

  Shorts(short[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public short get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, short value) {
    array[base + i] = value;
  }

  /** A vector of elements from {@code i} on. */
  public ShortVector load(int i) {
    return ShortVector.fromArray(Vectors.S, array, base + i);
  }

  /** Sets as many elements from {@code i} on as a vector has lanes. */
  public void store(int i, ShortVector value) {
    value.intoArray(array, base + i);
  }

  /** Element {@code i} in every lane. */
  public ShortVector splat(int i) {
    return ShortVector.broadcast(Vectors.S, array[base + i]);
  }

  /** Elements {@code i} and {@code i + 1} in every pair of lanes. */
  public ShortVector splatPair(int i) {
    int pair = (array[base + i] & 0xFFFF) | array[base + i + 1] << 16;
    return IntVector.broadcast(Vectors.I, pair).reinterpretAsShorts();
  }

  /** Half as many elements from {@code i} on as a vector has lanes, each made an int. */
  public IntVector loadS32(int i) {
    return Vectors.ints(array, base + i, true);
  }

  /** The same of elements without a sign. */
  public IntVector loadU32(int i) {
    return Vectors.ints(array, base + i, false);
  }
}
