package dev.assam.tensor;

import dev.assam.error.InputException;
import dev.assam.memory.Bytes;
import dev.assam.memory.Doubles;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;

/**
 * A dense tensor: element type, static shape, and row-major elements in a {@link Storage}. A tensor
 * that the caller allocates or gets from a session is given back with {@link #close}.
 *
 * <p>{@link #getDouble}, {@link #getLong} and their setters work for every numeric type; loops that
 * matter use the typed memories ({@link #floats} …) instead.
 */
public final class Tensor implements Datum, AutoCloseable {
  private final TensorType type;
  private final Storage storage;
  private final int size;

  private Tensor(TensorType type, Storage storage) {
    this.type = type;
    this.storage = storage;
    this.size = type.shape().size();
    if (storage.kind() != type.dtype().kind() || storage.length() < size) {
      throw new IllegalArgumentException(type + " over " + storage);
    }
  }

  /** A tensor of zeros (false, empty strings). */
  public static Tensor allocate(TensorType type) {
    return new Tensor(type, Storage.allocate(type.dtype().kind(), type.shape().size()));
  }

  /** A tensor of zeros (false, empty strings). */
  public static Tensor allocate(DType dtype, Shape shape) {
    return allocate(new TensorType(dtype, shape));
  }

  /** A tensor over memory that exists already. */
  public static Tensor over(DType dtype, Shape shape, Storage storage) {
    return new Tensor(new TensorType(dtype, shape), storage);
  }

  /** A float32 tensor of these values. */
  public static Tensor of(Shape shape, float... values) {
    Tensor tensor = allocate(DType.FLOAT32, checked(shape, values.length));
    Floats to = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      to.set(i, values[i]);
    }
    return tensor;
  }

  /** A tensor of a numeric type, each value stored as by {@link #setDouble}. */
  public static Tensor ofDoubles(DType dtype, Shape shape, double... values) {
    Tensor tensor = allocate(dtype, checked(shape, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setDouble(i, values[i]);
    }
    return tensor;
  }

  /** A tensor of an integer type or bool, each value stored as by {@link #setLong}. */
  public static Tensor ofLongs(DType dtype, Shape shape, long... values) {
    Tensor tensor = allocate(dtype, checked(shape, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setLong(i, values[i]);
    }
    return tensor;
  }

  /** An int64 tensor of rank 1. */
  public static Tensor ofLongs(long... values) {
    return ofLongs(DType.INT64, Shape.of(values.length), values);
  }

  /** A bool tensor of these values. */
  public static Tensor ofBooleans(Shape shape, boolean... values) {
    Tensor tensor = allocate(DType.BOOL, checked(shape, values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setLong(i, values[i] ? 1 : 0);
    }
    return tensor;
  }

  /** A string tensor of these values. */
  public static Tensor ofStrings(Shape shape, String... values) {
    Tensor tensor = allocate(DType.STRING, checked(shape, values.length));
    System.arraycopy(values, 0, tensor.strings(), 0, values.length);
    return tensor;
  }

  private static Shape checked(Shape shape, int values) {
    if (shape.elements() != values) {
      throw new InputException(values + " values for a tensor of shape " + shape);
    }
    return shape;
  }

  @Override
  public TensorType type() {
    return type;
  }

  public DType dtype() {
    return type.dtype();
  }

  public Shape shape() {
    return type.shape();
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  public Storage storage() {
    return storage;
  }

  /** The same elements under another shape of the same size; shares the memory. */
  public Tensor withShape(Shape shape) {
    return new Tensor(new TensorType(dtype(), shape), storage);
  }

  public Floats floats() {
    return storage.floats();
  }

  public Doubles doubles() {
    return storage.doubles();
  }

  public Longs longs() {
    return storage.longs();
  }

  public Ints ints() {
    return storage.ints();
  }

  public Shorts shorts() {
    return storage.shorts();
  }

  public Bytes bytes() {
    return storage.bytes();
  }

  /** The strings themselves. */
  public String[] strings() {
    return storage.strings();
  }

  /** Element {@code i} of any numeric type or bool as a double; 64-bit integers are rounded. */
  public double getDouble(int i) {
    return switch (dtype()) {
      case FLOAT32 -> floats().get(i);
      case FLOAT64 -> doubles().get(i);
      case UINT64 -> unsignedToDouble(longs().get(i));
      case STRING -> throw new IllegalStateException("strings are not numbers");
      default -> dtype().isFloat() ? Narrow.decode(dtype(), bits(i)) : getLong(i);
    };
  }

  /**
   * Stores a double as this tensor's type: floats round to nearest even, integers truncate towards
   * zero and keep the low bits, bool is value ≠ 0.
   */
  public void setDouble(int i, double value) {
    switch (dtype()) {
      case FLOAT32 -> floats().set(i, (float) value);
      case FLOAT64 -> doubles().set(i, value);
      case BOOL -> bytes().set(i, (byte) (value != 0 ? 1 : 0));
      case UINT64 -> longs().set(i, doubleToUnsigned(value));
      case STRING -> throw new IllegalStateException("strings are not numbers");
      default -> {
        if (dtype().isFloat()) {
          setBits(i, Narrow.encode(dtype(), value, false));
        } else {
          setLong(i, (long) value);
        }
      }
    }
  }

  /** Element {@code i} of any numeric type or bool as a long; uint64 keeps its bits. */
  public long getLong(int i) {
    return switch (dtype()) {
      case INT64, UINT64 -> longs().get(i);
      case INT32 -> ints().get(i);
      case UINT32 -> ints().get(i) & 0xFFFFFFFFL;
      case INT16 -> shorts().get(i);
      case UINT16 -> shorts().get(i) & 0xFFFF;
      case INT8, INT4, INT2 -> bytes().get(i);
      case UINT8, UINT4, UINT2, BOOL -> bytes().get(i) & 0xFF;
      default -> (long) getDouble(i);
    };
  }

  /** Stores the low bits of a long (bool: value ≠ 0; float types: the rounded value). */
  public void setLong(int i, long value) {
    switch (dtype()) {
      case INT64, UINT64 -> longs().set(i, value);
      case INT32, UINT32 -> ints().set(i, (int) value);
      case INT16, UINT16 -> shorts().set(i, (short) value);
      case INT8, UINT8 -> bytes().set(i, (byte) value);
      case UINT4 -> bytes().set(i, (byte) (value & 15));
      case UINT2 -> bytes().set(i, (byte) (value & 3));
      case INT4 -> bytes().set(i, (byte) ((byte) (value << 4) >> 4));
      case INT2 -> bytes().set(i, (byte) ((byte) (value << 6) >> 6));
      case BOOL -> bytes().set(i, (byte) (value != 0 ? 1 : 0));
      default -> setDouble(i, value);
    }
  }

  /** The raw bits of element {@code i}, sign-extended from the storage's width. */
  public long bits(int i) {
    return switch (storage.kind()) {
      case BYTES -> bytes().get(i);
      case SHORTS -> shorts().get(i);
      case INTS -> ints().get(i);
      case LONGS -> longs().get(i);
      case FLOATS -> Float.floatToRawIntBits(floats().get(i));
      case DOUBLES -> Double.doubleToRawLongBits(doubles().get(i));
      case STRINGS -> throw new IllegalStateException("strings have no bits");
    };
  }

  /** Sets the raw bits of element {@code i}. */
  public void setBits(int i, long bits) {
    switch (storage.kind()) {
      case BYTES -> bytes().set(i, (byte) bits);
      case SHORTS -> shorts().set(i, (short) bits);
      case INTS -> ints().set(i, (int) bits);
      case LONGS -> longs().set(i, bits);
      case FLOATS -> floats().set(i, Float.intBitsToFloat((int) bits));
      case DOUBLES -> doubles().set(i, Double.longBitsToDouble(bits));
      case STRINGS -> throw new IllegalStateException("strings have no bits");
    }
  }

  public boolean getBoolean(int i) {
    return bytes().get(i) != 0;
  }

  /** Copies {@code count} elements of a tensor of the same type of element. */
  public void copyFrom(int at, Tensor from, int fromAt, int count) {
    Storage.copy(from.storage, fromAt, storage, at, count);
  }

  /** All elements as longs; for small integer tensors such as shapes and axes. */
  public long[] toLongs() {
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = getLong(i);
    }
    return values;
  }

  /** All elements as floats. */
  public float[] toFloats() {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) getDouble(i);
    }
    return values;
  }

  @Override
  public void retain() {
    storage.retain();
  }

  @Override
  public void release() {
    storage.release();
  }

  @Override
  public void handOver() {
    storage.handOver();
  }

  /** Gives the memory back; the tensor must not be used afterwards. */
  @Override
  public void close() {
    storage.release();
  }

  private static double unsignedToDouble(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  private static long doubleToUnsigned(double value) {
    return value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) value;
  }

  /** The type only, as in {@code float32[1,1000]}. */
  @Override
  public String toString() {
    return type.toString();
  }
}
