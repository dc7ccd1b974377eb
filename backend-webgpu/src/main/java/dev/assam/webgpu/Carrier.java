package dev.assam.webgpu;

import dev.assam.error.InputException;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;

/** How elements lie on the device: each in 32 bits. int64 is carried as int32, if it fits. */
final class Carrier {
  private Carrier() {}

  /** Whether the device has elements of this type. */
  static boolean holds(DType dtype) {
    return switch (dtype) {
      case FLOAT32, INT64, INT32, UINT32, INT16, UINT16, INT8, UINT8, BOOL -> true;
      default -> false;
    };
  }

  /** Whether a tensor's own elements are what the device wants. */
  static boolean isDirect(DType dtype) {
    return dtype == DType.FLOAT32 || dtype == DType.INT32 || dtype == DType.UINT32;
  }

  /** The kind of storage from which elements of a type are copied to the device. */
  static Kind kind(DType dtype) {
    return dtype == DType.FLOAT32 ? Kind.FLOATS : Kind.INTS;
  }

  /**
   * A tensor's elements in 32 bits: its own storage, or a new one.
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
