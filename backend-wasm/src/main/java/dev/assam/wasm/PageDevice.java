package dev.assam.wasm;

import dev.assam.backend.Completion;
import dev.assam.error.DeviceException;
import dev.assam.memory.Bytes;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.teavm.interop.Import;

/**
 * How Java talks with the page's device, whichever it is: only numbers cross. Objects live in
 * tables of JavaScript's, texts and lists in linear memory, and what comes later comes back through
 * {@link #settle}.
 */
final class PageDevice {
  private static final int DONE = 0;
  private static final int LOST = 2;

  private static final Map<Integer, Completion<Integer>> PENDING = new HashMap<>();
  private static int next;

  private PageDevice() {}

  /** Something that JavaScript begins under a number. */
  interface Start {
    void with(int id);
  }

  /** What JavaScript answers to what it begins. */
  static Completion<Integer> later(Start start) {
    Completion<Integer> completion = new Completion<>();
    int id = next++;
    PENDING.put(id, completion);
    start.with(id);
    return completion;
  }

  /**
   * What was begun under a number is done, or has failed.
   *
   * @param status 0 done, 1 failed, 2 failed because the device was lost
   * @param value the result, or the length of the message
   */
  static void settle(int id, int status, int value) {
    Completion<Integer> completion = PENDING.remove(id);
    if (status == DONE) {
      completion.complete(value);
    } else {
      completion.fail(new DeviceException(text(value), status == LOST));
    }
  }

  /** A text's bytes in linear memory. */
  static Storage bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Storage storage = Storage.allocate(Kind.BYTES, utf8.length);
    Bytes to = storage.bytes();
    for (int i = 0; i < utf8.length; i++) {
      to.set(i, utf8[i]);
    }
    return storage;
  }

  /** The text of so many bytes that JavaScript said last. */
  @SuppressWarnings("try")
  static String text(int length) {
    try (MemoryScope scope = MemoryScope.open()) {
      Storage storage = Storage.allocate(Kind.BYTES, Math.max(1, length));
      said(WasmEngine.address(storage));
      byte[] utf8 = new byte[length];
      Bytes from = storage.bytes();
      for (int i = 0; i < length; i++) {
        utf8[i] = from.get(i);
      }
      return new String(utf8, StandardCharsets.UTF_8);
    }
  }

  @Import(module = "device", name = "said")
  private static native void said(int address);

  @Import(module = "device", name = "acquire")
  static native void acquire(int id);
}
