package dev.assam.wasm;

import dev.assam.memory.ByteSource;
import dev.assam.memory.Storage;
import org.teavm.interop.Import;

/** A file in JavaScript's memory, of which a part is copied when it is needed. */
final class PageFile implements ByteSource {
  private final int number;

  PageFile(int number) {
    this.number = number;
  }

  @Override
  public void read(int offsetBytes, Storage into) {
    int bytes = into.length() * into.kind().bytes();
    read(number, offsetBytes, WasmEngine.address(into), bytes);
  }

  @Override
  public void close() {
    close(number);
  }

  @Import(module = "assam", name = "readFile")
  private static native void read(int number, int offset, int address, int bytes);

  @Import(module = "assam", name = "closeFile")
  private static native void close(int number);
}
