package dev.assam.wasm;

import dev.assam.backend.device.DeviceSource;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.Storage;
import org.teavm.interop.Import;

/**
 * What JavaScript holds on the device: a buffer, a texture, or a picture, which the CPU can read,
 * too.
 */
final class PageHeld implements DeviceSource {
  private final int number;
  private final String what;

  /**
   * @param what to call it in errors
   */
  PageHeld(int number, String what) {
    this.number = number;
    this.what = what;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public void read(int offsetBytes, Storage into) {
    int bytes = into.length() * into.kind().bytes();
    if (peek(number, offsetBytes, WasmEngine.address(into), bytes) == 0) {
      throw new UnsupportedException(
          what + " lies on the GPU, but is needed on the CPU (allowed: a typed array)");
    }
  }

  @Override
  public void close() {
    drop(number);
  }

  /** Copies bytes of a picture's elements; 0 if it is none. */
  @Import(module = "device", name = "peek")
  private static native int peek(int number, int offset, int address, int bytes);

  @Import(module = "device", name = "drop")
  private static native void drop(int number);
}
