package dev.assam.wasm;

import dev.assam.wasm.memory.LinearMemory;
import dev.assam.webgpu.WebGpuDevice;
import org.teavm.interop.Export;

/**
 * Entry points of the WebAssembly build with the WebGPU backend, as {@link WasmWorld}'s; the device
 * is there before the first of them is called.
 */
public final class WebGpuWorld {
  private WebGpuWorld() {}

  /** TeaVM wants one; the page calls {@link #init} instead. */
  public static void main(String[] args) {}

  /** To be called once; see {@link WasmWorld#init}. There are no other threads. */
  @Export(name = "init")
  public static int init(int baseBytes, int pagesNow, int pagesLimit, int threads) {
    LinearMemory.init(baseBytes, pagesNow, pagesLimit);
    WasmEngine.start(new DeviceWorld(new WebGpuDevice(new PageGpu())));
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

  /** What the device was asked for is there; see {@link PageDevice#settle}. */
  @Export(name = "settle")
  public static void settle(int id, int status, int value) {
    PageDevice.settle(id, status, value);
  }
}
