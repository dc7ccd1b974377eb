package dev.assam.webgpu;

import dev.assam.error.InputException;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;

/**
 * How elements lie on the device: float16 in 16 bits, all others in 32. int64 is carried as int32,
 * if it fits.
 */
final class Carrier {
  private Carrier() {}

  /** Whether every device has elements of this type. */
  static boolean holds(DType dtype) {
    return switch (dtype) {
      case FLOAT32, INT64, INT32, UINT32, INT16, UINT16, INT8, UINT8, BOOL -> true;
      default -> false;
    };
  }

  /** Whether a tensor's own elements are what the device wants. */
  static boolean isDirect(DType dtype) {
    return switch (dtype) {
      case FLOAT32, FLOAT16, INT32, UINT32 -> true;
      default -> false;
    };
  }

  /** The kind of storage from which elements of a type are copied to the device. */
  static Kind kind(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> Kind.FLOATS;
      case FLOAT16 -> Kind.SHORTS;
      default -> Kind.INTS;
    };
  }

  /** 32-bit words that a tensor takes on the device. */
  static int words(TensorType type) {
    int size = type.shape().size();
    return type.dtype() == DType.FLOAT16 ? (size + 1) / 2 : size;
  }

  /** What a tensor is read to: whole words. */
  static Storage room(TensorType type) {
    Kind kind = kind(type.dtype());
    return Storage.allocate(kind, words(type) * 4 / kind.bytes());
  }

  /**
   * A tensor's elements as they lie there: its own storage, or a new one.
   *
   * @throws InputException if a 64-bit integer does not fit
   */
  static Storage toDevice(Tensor tensor, String what) {
    if (isDirect(tensor.dtype())) {
      return tensor.storage();
    }
    Storage storage = Storage.allocate(Kind.INTS, tensor.size());
    Ints to = storage.ints();
    for (int i = 0; i < tensor.size(); i++) {
      long value = tensor.getLong(i);
      if (value != (int) value) {
        throw new InputException(
            what + " has the element " + value + " (allowed on the GPU: 32-bit integers)");
      }
      to.set(i, (int) value);
    }
    return storage;
  }

  /** A tensor of elements that came from the device; over their storage if it can be. */
  static Tensor toHost(TensorType type, Storage words) {
    if (isDirect(type.dtype())) {
      return Tensor.over(type.dtype(), type.shape(), words);
    }
    Tensor tensor = Tensor.allocate(type);
    Ints from = words.ints();
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, from.get(i));
    }
    return tensor;
  }
}
