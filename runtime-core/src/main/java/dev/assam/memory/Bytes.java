package dev.assam.memory;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/** 8-bit memory; see the package for what such a value may be used for. */
public final class Bytes {
  private final byte[] array;
  private final int base;

  Bytes(byte[] array, int base) {
    this.array = array;
    this.base = base;
  }

  /** Element {@code i}. */
  public byte get(int i) {
    return array[base + i];
  }

  /** Sets element {@code i}. */
  public void set(int i, byte value) {
    array[base + i] = value;
  }

  /** A vector of elements from {@code i} on. */
  public ByteVector load(int i) {
    return ByteVector.fromArray(Vectors.B, array, base + i);
  }

  /** Sets as many elements from {@code i} on as a vector has lanes. */
  public void store(int i, ByteVector value) {
    value.intoArray(array, base + i);
  }

  /** Element {@code i} in every lane. */
  public ByteVector splat(int i) {
    return ByteVector.broadcast(Vectors.B, array[base + i]);
  }

  /** Elements {@code i} to {@code i + 3} in every four lanes. */
  public ByteVector splatQuad(int i) {
    return IntVector.broadcast(Vectors.I, Vectors.quad(array, base + i)).reinterpretAsBytes();
  }

  /** Half as many elements from {@code i} on as a vector has lanes, each made a short. */
  public ShortVector loadS16(int i) {
    return Vectors.shorts(array, base + i, true);
  }

  /** The same of elements without a sign. */
  public ShortVector loadU16(int i) {
    return Vectors.shorts(array, base + i, false);
  }

  /** A quarter as many elements from {@code i} on as a vector has lanes, each made an int. */
  public IntVector loadS32(int i) {
    return Vectors.ints(array, base + i, true);
  }

  /** The same of elements without a sign. */
  public IntVector loadU32(int i) {
    return Vectors.ints(array, base + i, false);
  }
}
