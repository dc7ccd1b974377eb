package dev.assam.wasm;

import dev.assam.backend.Backend;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.memory.Storage;
import dev.assam.simd.Backends;
import dev.assam.simd.SimdBackend;
import dev.assam.simd.Workers;
import dev.assam.wasm.memory.LinearMemory;
import dev.assam.webgl.WebGlDevice;
import org.teavm.interop.Export;
import org.teavm.interop.Import;

/**
 * Entry points of the WebAssembly build with the WebGL backend, as {@link WasmWorld}'s; the device
 * is there before the first of them is called.
 */
public final class WebGlWorld {
  private WebGlWorld() {}

  /** TeaVM wants one; the page calls {@link #init} instead. */
  public static void main(String[] args) {}

  /** To be called once; see {@link WasmWorld#init}. There are no other threads. */
  @Export(name = "init")
  public static int init(int baseBytes, int pagesNow, int pagesLimit, int threads) {
    LinearMemory.init(baseBytes, pagesNow, pagesLimit);
    WasmEngine.start(world());
    return 0;
  }

  @Export(name = "mailbox")
  public static int mailbox(int length) {
    return WasmEngine.mailbox(length);
  }

  @Export(name = "call")
  public static int call(int operation) {
    return WasmEngine.call(operation);
  }

  @Export(name = "view")
  public static int view(int handle) {
    return WasmEngine.view(handle);
  }

  @Export(name = "memoryBytes")
  public static double memoryBytes(int which) {
    return WasmEngine.memoryBytes(which);
  }

  /** What the device was asked for is there; see {@link PageGl#settle}. */
  @Export(name = "settle")
  public static void settle(int id, int status, int value) {
    PageGl.settle(id, status, value);
  }

  private static World world() {
    WebGlDevice device = new WebGlDevice(new PageGl());
    return new World() {
      @Override
      public Backend backend(String name) {
        return name.equals("auto") || name.equals("webgl")
            ? new DeviceBackend(device, new SimdBackend())
            : Backends.of(name, Workers.ONE);
      }

      @Override
      public Storage file(int number, int length) {
        return Storage.ofSource(new PageFile(number), length);
      }

      @Override
      public void settled(int ticket) {
        tell(ticket);
      }
    };
  }

  @Import(module = "assam", name = "settled")
  private static native void tell(int ticket);
}
