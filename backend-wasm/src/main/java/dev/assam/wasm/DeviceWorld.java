package dev.assam.wasm;

import dev.assam.backend.Backend;
import dev.assam.backend.device.Device;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.memory.Storage;
import dev.assam.simd.Backends;
import dev.assam.simd.SimdBackend;
import dev.assam.simd.Workers;
import dev.assam.tensor.TensorType;
import org.teavm.interop.Import;

/** The builds with a backend for a device of the page's; there are no other threads. */
final class DeviceWorld implements World {
  private final Device<?> device;

  DeviceWorld(Device<?> device) {
    this.device = device;
  }

  @Override
  public Backend backend(String name) {
    return name.equals("auto") || name.equals(device.name())
        ? new DeviceBackend(device, new SimdBackend())
        : Backends.of(name, Workers.ONE);
  }

  @Override
  public Storage file(int number, int length) {
    return Storage.ofSource(new PageFile(number), length);
  }

  @Override
  public Storage held(int number, TensorType type, String what) {
    return new PageHeld(number, what).tensor(type).storage();
  }

  @Override
  public void settled(int ticket) {
    tell(ticket);
  }

  @Import(module = "assam", name = "settled")
  private static native void tell(int ticket);
}
