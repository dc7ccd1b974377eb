package dev.assam.op;

import dev.assam.memory.Bytes;
import dev.assam.memory.Doubles;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import dev.assam.tensor.DType;
import dev.assam.tensor.Narrow;
import dev.assam.tensor.Tensor;

/**
 * Stretches of tensors of any numeric type as doubles or longs, converted as by {@link
 * Tensor#getDouble}, {@link Tensor#getLong} and their setters but one loop per type.
 */
public final class Elements {
  private Elements() {}

  /** Elements {@code from + k·step} of a tensor into {@code to[at + k]}, k from 0 to count − 1. */
  public static void read(Tensor x, int from, int step, double[] to, int at, int count) {
    switch (x.dtype()) {
      case FLOAT32 -> {
        Floats floats = x.floats();
        if (step == 1) {
          for (int k = 0; k < count; k++) {
            to[at + k] = floats.get(from + k);
          }
        } else {
          for (int k = 0; k < count; k++) {
            to[at + k] = floats.get(from + k * step);
          }
        }
      }
      case FLOAT64 -> {
        Doubles doubles = x.doubles();
        for (int k = 0; k < count; k++) {
          to[at + k] = doubles.get(from + k * step);
        }
      }
      case FLOAT16 -> {
        Shorts shorts = x.shorts();
        for (int k = 0; k < count; k++) {
          to[at + k] = half(shorts.get(from + k * step));
        }
      }
      case BFLOAT16 -> {
        Shorts shorts = x.shorts();
        for (int k = 0; k < count; k++) {
          to[at + k] = Float.intBitsToFloat(shorts.get(from + k * step) << 16);
        }
      }
      case INT64 -> {
        Longs longs = x.longs();
        for (int k = 0; k < count; k++) {
          to[at + k] = longs.get(from + k * step);
        }
      }
      case INT32 -> {
        Ints ints = x.ints();
        for (int k = 0; k < count; k++) {
          to[at + k] = ints.get(from + k * step);
        }
      }
      case INT8, UINT8, BOOL -> {
        Bytes bytes = x.bytes();
        int mask = x.dtype() == DType.INT8 ? -1 : 0xFF;
        for (int k = 0; k < count; k++) {
          to[at + k] = bytes.get(from + k * step) & mask;
        }
      }
      default -> {
        for (int k = 0; k < count; k++) {
          to[at + k] = x.getDouble(from + k * step);
        }
      }
    }
  }

  /** As the other {@code read}, as longs; bool is 0 or 1. */
  public static void read(Tensor x, int from, int step, long[] to, int at, int count) {
    DType dtype = x.dtype();
    switch (dtype.kind()) {
      case LONGS -> {
        Longs longs = x.longs();
        for (int k = 0; k < count; k++) {
          to[at + k] = longs.get(from + k * step);
        }
      }
      case INTS -> {
        Ints ints = x.ints();
        long mask = dtype == DType.UINT32 ? 0xFFFFFFFFL : -1;
        for (int k = 0; k < count; k++) {
          to[at + k] = ints.get(from + k * step) & mask;
        }
      }
      case BYTES -> {
        if (dtype.isFloat()) {
          for (int k = 0; k < count; k++) {
            to[at + k] = x.getLong(from + k * step);
          }
          return;
        }
        Bytes bytes = x.bytes();
        int mask = dtype.isUnsigned() ? 0xFF : -1;
        boolean bool = dtype == DType.BOOL;
        for (int k = 0; k < count; k++) {
          int value = bytes.get(from + k * step);
          to[at + k] = bool ? (value == 0 ? 0 : 1) : value & mask;
        }
      }
      default -> {
        for (int k = 0; k < count; k++) {
          to[at + k] = x.getLong(from + k * step);
        }
      }
    }
  }

  /** Sets elements {@code at} to {@code at + count − 1} of a tensor. */
  public static void write(double[] from, Tensor y, int at, int count) {
    DType dtype = y.dtype();
    switch (dtype) {
      case FLOAT32 -> {
        Floats floats = y.floats();
        for (int k = 0; k < count; k++) {
          floats.set(at + k, (float) from[k]);
        }
      }
      case INT64 -> {
        Longs longs = y.longs();
        for (int k = 0; k < count; k++) {
          longs.set(at + k, (long) from[k]);
        }
      }
      case INT32 -> {
        Ints ints = y.ints();
        for (int k = 0; k < count; k++) {
          ints.set(at + k, (int) (long) from[k]);
        }
      }
      case INT8, UINT8 -> {
        Bytes bytes = y.bytes();
        for (int k = 0; k < count; k++) {
          bytes.set(at + k, (byte) (long) from[k]);
        }
      }
      case FLOAT16, BFLOAT16 -> {
        Shorts shorts = y.shorts();
        for (int k = 0; k < count; k++) {
          shorts.set(at + k, encode(dtype, from[k]));
        }
      }
      case FLOAT64 -> {
        Doubles doubles = y.doubles();
        for (int k = 0; k < count; k++) {
          doubles.set(at + k, from[k]);
        }
      }
      default -> {
        for (int k = 0; k < count; k++) {
          y.setDouble(at + k, from[k]);
        }
      }
    }
  }

  /** As the other {@code write}, from longs; a float type gets the value as one without sign. */
  public static void write(long[] from, Tensor y, int at, int count) {
    DType dtype = y.dtype();
    switch (dtype) {
      case INT64, UINT64 -> {
        Longs longs = y.longs();
        for (int k = 0; k < count; k++) {
          longs.set(at + k, from[k]);
        }
      }
      case INT32, UINT32 -> {
        Ints ints = y.ints();
        for (int k = 0; k < count; k++) {
          ints.set(at + k, (int) from[k]);
        }
      }
      case INT8, UINT8 -> {
        Bytes bytes = y.bytes();
        for (int k = 0; k < count; k++) {
          bytes.set(at + k, (byte) from[k]);
        }
      }
      case BOOL -> {
        Bytes bytes = y.bytes();
        for (int k = 0; k < count; k++) {
          bytes.set(at + k, (byte) (from[k] != 0 ? 1 : 0));
        }
      }
      default -> {
        for (int k = 0; k < count; k++) {
          y.setLong(at + k, from[k]);
        }
      }
    }
  }

  /** A double as a value of another type and back. */
  public static double rounded(DType dtype, double value) {
    return switch (dtype) {
      case FLOAT32 -> (float) value;
      case FLOAT64 -> value;
      default -> Narrow.decode(dtype, Narrow.encode(dtype, value, false));
    };
  }

  /** The low bits of a long as an integer of this type; for bool whether it is not 0. */
  public static long wrapped(DType dtype, long value) {
    if (dtype == DType.BOOL) {
      return value == 0 ? 0 : 1;
    }
    int shift = 64 - dtype.bits();
    return dtype.isUnsigned() ? value << shift >>> shift : value << shift >> shift;
  }

  /** A long of this integer type as a double. */
  public static double toDouble(DType dtype, long value) {
    return value >= 0 || dtype != DType.UINT64 ? value : ((value >>> 1) | (value & 1)) * 2.0;
  }

  /**
   * A double as an integer of this type, truncated towards zero, its low bits kept; for bool
   * whether it is not 0.
   */
  public static long toLong(DType dtype, double value) {
    if (dtype == DType.BOOL) {
      return value != 0 ? 1 : 0;
    }
    if (dtype == DType.UINT64 && value >= 0x1p63) {
      return (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
    return wrapped(dtype, (long) value);
  }

  /** float16 without branches for ordinary numbers: a float's bits moved, its exponent scaled. */
  private static float half(short bits) {
    int magnitude = bits & 0x7FFF;
    float value = Float.intBitsToFloat(magnitude << 13) * 0x1p112f;
    if (magnitude >= 0x7C00) {
      value = magnitude == 0x7C00 ? Float.POSITIVE_INFINITY : Float.NaN;
    }
    return bits < 0 ? -value : value;
  }

  /** Narrow.encode, quickly where the result is an ordinary number. */
  private static short encode(DType dtype, double value) {
    boolean half = dtype == DType.FLOAT16;
    long bits = Double.doubleToRawLongBits(value);
    long magnitude = bits & Long.MAX_VALUE;
    // From the least normal number to where rounding overflows: 2^−14 to 65520 for float16.
    long least = half ? 0x3F10000000000000L : 0x3810000000000000L;
    long overflow = half ? 0x40EFFE0000000000L : 0x47EFF00000000000L;
    if (magnitude < least || magnitude >= overflow) {
      return (short) Narrow.encode(dtype, value, false);
    }
    int dropped = half ? 42 : 45;
    long even = (magnitude >>> dropped) & 1;
    long rounded = (magnitude + (1L << (dropped - 1)) - 1 + even) >>> dropped;
    long exponent = half ? 1008L << 10 : 896L << 7;
    return (short) (rounded - exponent | (bits < 0 ? 0x8000 : 0));
  }
}
