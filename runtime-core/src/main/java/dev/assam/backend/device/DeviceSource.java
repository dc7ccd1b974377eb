package dev.assam.backend.device;

import dev.assam.memory.ByteSource;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;

/**
 * Elements that lie on a device, such as a buffer of the page's or a picture. The device takes them
 * from there; the CPU can read them only if the source can be read.
 */
public interface DeviceSource extends ByteSource {
  /** What the device knows the elements by. */
  int number();

  /** A tensor of these elements with one owner, the caller; the last one closes the source. */
  @SuppressWarnings("try")
  default Tensor tensor(TensorType type) {
    int size = type.shape().size();
    int bytes = Math.multiplyExact(size, type.dtype().kind().bytes());
    try (MemoryScope scope = MemoryScope.open()) {
      Storage elements = Storage.ofSource(this, bytes).view(0, type.dtype().kind(), size);
      Tensor tensor = Tensor.over(type.dtype(), type.shape(), elements);
      tensor.retain();
      return tensor;
    }
  }

  /** Where a tensor's elements lie if that is a device, else null. */
  static DeviceSource of(Tensor tensor) {
    return tensor.storage().source() instanceof DeviceSource source ? source : null;
  }
}
