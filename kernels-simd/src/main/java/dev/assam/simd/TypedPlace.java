package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.HalfF16;
import dev.assam.simd.kernel.PointwiseLoops;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;

/** Elements of any of the types that floats are computed from and stored as. */
final class TypedPlace {
  private static final int FLOATS = 0;
  private static final int SIGNED_BYTES = 1;
  private static final int UNSIGNED_BYTES = 2;
  private static final int INTS = 3;
  private static final int LONGS = 4;
  private static final int HALVES = 5;

  private int kind;
  private Floats floats;
  private Bytes bytes;
  private Ints ints;
  private Longs longs;
  private Shorts shorts;

  TypedPlace() {}

  TypedPlace(Tensor tensor) {
    kind = kind(tensor.dtype());
    switch (kind) {
      case FLOATS -> floats = tensor.floats();
      case INTS -> ints = tensor.ints();
      case LONGS -> longs = tensor.longs();
      case HALVES -> shorts = tensor.shorts();
      default -> bytes = tensor.bytes();
    }
  }

  private static int kind(DType type) {
    return switch (type) {
      case FLOAT32 -> FLOATS;
      case INT8 -> SIGNED_BYTES;
      case UINT8, BOOL -> UNSIGNED_BYTES;
      case INT32 -> INTS;
      case INT64 -> LONGS;
      case FLOAT16 -> HALVES;
      default -> -1;
    };
  }

  static boolean holds(DType type) {
    return kind(type) >= 0;
  }

  void fields(Fields fields) {
    kind = fields.number(kind);
    switch (kind) {
      case FLOATS -> floats = fields.floats(floats);
      case INTS -> ints = fields.ints(ints);
      case LONGS -> longs = fields.longs(longs);
      case HALVES -> shorts = fields.shorts(shorts);
      default -> bytes = fields.bytes(bytes);
    }
  }

  boolean isFloats() {
    return kind == FLOATS;
  }

  Floats floats() {
    return floats;
  }

  /** Reads {@code n} elements from {@code at} on as floats. */
  void read(int at, Floats to, int toAt, int n) {
    switch (kind) {
      case FLOATS -> PointwiseLoops.copyAll(floats, at, to, toAt, n);
      case SIGNED_BYTES -> {
        for (int i = 0; i < n; i++) {
          to.set(toAt + i, bytes.get(at + i));
        }
      }
      case UNSIGNED_BYTES -> {
        for (int i = 0; i < n; i++) {
          to.set(toAt + i, bytes.get(at + i) & 0xFF);
        }
      }
      case INTS -> {
        for (int i = 0; i < n; i++) {
          to.set(toAt + i, ints.get(at + i));
        }
      }
      case HALVES -> HalfF16.widen(shorts, at, to, toAt, n);
      default -> {
        for (int i = 0; i < n; i++) {
          to.set(toAt + i, (float) longs.get(at + i));
        }
      }
    }
  }

  /** Writes {@code n} floats from {@code at} on, integers truncated and wrapped. */
  void write(int at, Floats from, int fromAt, int n) {
    switch (kind) {
      case FLOATS -> PointwiseLoops.copyAll(from, fromAt, floats, at, n);
      case SIGNED_BYTES, UNSIGNED_BYTES -> {
        for (int i = 0; i < n; i++) {
          bytes.set(at + i, (byte) (long) from.get(fromAt + i));
        }
      }
      case INTS -> {
        for (int i = 0; i < n; i++) {
          ints.set(at + i, (int) (long) from.get(fromAt + i));
        }
      }
      case HALVES -> HalfF16.narrow(from, fromAt, shorts, at, n);
      default -> {
        for (int i = 0; i < n; i++) {
          longs.set(at + i, (long) from.get(fromAt + i));
        }
      }
    }
  }
}
