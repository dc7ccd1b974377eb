package dev.assam.wasm;

import dev.assam.memory.Storage;
import dev.assam.wasm.memory.LinearMemory;
import dev.assam.wasm.memory.Machine;

/** What the entry points of all WebAssembly builds do: one engine over linear memory. */
final class WasmEngine {
  private static Engine engine;

  private WasmEngine() {}

  /** Begins with this world; linear memory has been initialised. */
  static void start(World world) {
    engine = new Engine(world);
  }

  /** Address of the mailbox, with room for so many bytes. */
  static int mailbox(int length) {
    return address(engine.mailbox(length));
  }

  static int call(int operation) {
    return engine.call(operation);
  }

  /** Address of a storage's first byte. */
  static int view(int handle) {
    return address(engine.storage(handle));
  }

  /** Bytes of linear memory in use: 0 now, 1 at most so far. */
  static double memoryBytes(int which) {
    return which == 0 ? LinearMemory.usedBytes() : LinearMemory.peakBytes();
  }

  /** Address of a storage's first byte. */
  static int address(Storage storage) {
    return switch (storage.kind()) {
      case BYTES -> Machine.address(storage.bytes());
      case SHORTS -> Machine.address(storage.shorts());
      case INTS -> Machine.address(storage.ints());
      case LONGS -> Machine.address(storage.longs());
      case FLOATS -> Machine.address(storage.floats());
      case DOUBLES -> Machine.address(storage.doubles());
      case STRINGS -> throw new IllegalStateException("strings have no address");
    };
  }
}
