package dev.assam.wasm;

import dev.assam.backend.Backend;
import dev.assam.memory.Storage;
import dev.assam.simd.Backends;
import dev.assam.simd.Workers;
import dev.assam.wasm.memory.LinearMemory;
import dev.assam.wasm.threads.Helper;
import dev.assam.wasm.threads.SharedWorkers;
import org.teavm.interop.Export;

/**
 * Entry points of the WebAssembly build: bare exports of numbers, so that neither strings nor
 * objects cross the border and the page's security policy need not allow {@code eval}.
 */
public final class WasmWorld {
  private WasmWorld() {}

  /** TeaVM wants one; the page calls {@link #init} instead. */
  public static void main(String[] args) {}

  /**
   * To be called once, by the instance that is asked; see {@link LinearMemory#init}.
   *
   * @param threads that kernels run on, this one counted; the others are to be started with {@link
   *     #help}
   * @return what they are to be given, 0 if there are none
   */
  @Export(name = "init")
  public static int init(int baseBytes, int pagesNow, int pagesLimit, int threads) {
    LinearMemory.init(baseBytes, pagesNow, pagesLimit);
    SharedWorkers shared = threads > 1 ? new SharedWorkers(threads) : null;
    Workers workers = shared == null ? Workers.ONE : shared;
    WasmEngine.start(world(workers));
    return shared == null ? 0 : shared.address();
  }

  /**
   * What an instance on another thread, over the same memory, is to do: helps until the worker
   * ends.
   *
   * @param control what {@link #init} answered
   * @param number of the thread, from 1 on
   */
  @Export(name = "help")
  public static void help(int control, int number) {
    new Helper(control, number).run();
  }

  /** Address of the mailbox, with room for so many bytes. */
  @Export(name = "mailbox")
  public static int mailbox(int length) {
    return WasmEngine.mailbox(length);
  }

  /** Answers the request in the mailbox; the answer's length in bytes. */
  @Export(name = "call")
  public static int call(int operation) {
    return WasmEngine.call(operation);
  }

  /** Address of a storage's first byte. */
  @Export(name = "view")
  public static int view(int handle) {
    return WasmEngine.view(handle);
  }

  /** Bytes of linear memory in use: 0 now, 1 at most so far. */
  @Export(name = "memoryBytes")
  public static double memoryBytes(int which) {
    return WasmEngine.memoryBytes(which);
  }

  private static World world(Workers workers) {
    return new World() {
      @Override
      public Backend backend(String name) {
        return Backends.of(name, workers);
      }

      @Override
      public Storage file(int number, int length) {
        return Storage.ofSource(new PageFile(number), length);
      }

      @Override
      public void settled(int ticket) {
        throw new IllegalStateException("on the CPU results are there at once");
      }
    };
  }
}
