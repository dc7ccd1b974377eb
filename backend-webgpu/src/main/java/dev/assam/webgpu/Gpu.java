package dev.assam.webgpu;

import dev.assam.backend.Completion;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.Storage;
import java.util.List;

/**
 * The device, as little of it as is needed: numbers stand for its objects. What is asked for is
 * done in the order in which it is asked for; nothing here waits.
 */
public interface Gpu {
  /** A stretch of a buffer, in bytes. */
  record Slice(int buffer, long offset, long size) {}

  /**
   * One launch of a pipeline.
   *
   * @param buffers bound as storage that is read and written, from binding 0 on
   * @param uniforms bound after them
   */
  record Dispatch(int pipeline, List<Slice> buffers, Slice uniforms, int x, int y, int z) {}

  /** Elements to be copied back to a storage of 32-bit elements. */
  record Read(Slice from, Storage to) {}

  /** What the device is and allows. */
  GpuLimits limits();

  /**
   * A zeroed buffer for storage, uniforms and copies.
   *
   * @throws dev.assam.error.MemoryException if it is larger than the device allows
   */
  int createBuffer(long bytes);

  /** Gives a buffer back once everything that was asked for before is done. */
  void destroyBuffer(int buffer);

  /** Copies elements of a storage into a buffer; the storage may be changed at once. */
  void upload(int buffer, long offset, Storage from, int elements);

  /**
   * Copies what the page holds into a buffer.
   *
   * @param held a {@link dev.assam.backend.device.DeviceSource}'s number
   * @param elements of 32 bits
   */
  default void take(int held, int buffer, long offset, int elements) {
    throw new UnsupportedException("this device takes nothing but uploads");
  }

  /** Copies a stretch into a buffer of its own, which the page holds. */
  default DeviceSource keep(Slice from) {
    throw new UnsupportedException("this device keeps nothing");
  }

  /** Compiles a shader; its number. Fails with what the compiler has to say. */
  Completion<Integer> pipeline(Shader shader);

  /** Prepares launches, one after the other; a number for {@link #launch}. */
  int record(List<Dispatch> dispatches);

  /** Forgets a recording. */
  void forget(int recording);

  /** Does what was recorded. */
  void launch(int recording);

  /** Copies back; fails if the device is lost or has refused something since the last time. */
  Completion<Boolean> read(List<Read> reads);

  /** What was found out about the fastest programs, or null if that is not to be searched. */
  default Tunings tunings() {
    return null;
  }

  /**
   * Gets a new device in place of a lost one; true if it did, and all numbers are void then. False
   * if that has happened already.
   */
  Completion<Boolean> recover();
}
