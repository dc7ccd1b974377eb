package dev.assam.wasm;

import dev.assam.memory.Bytes;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import java.nio.charset.StandardCharsets;

/**
 * The stretch of memory through which Java and JavaScript talk: one writes a message from its first
 * byte on, the other reads it. Numbers are little-endian, strings are UTF-8 after their length.
 */
final class Mailbox {
  private Storage storage = Storage.allocate(Kind.BYTES, 4096);
  private Bytes bytes = storage.bytes();
  private int at;

  Storage storage() {
    return storage;
  }

  /** Bytes read or written since the last {@link #rewind}. */
  int position() {
    return at;
  }

  void rewind() {
    at = 0;
  }

  /** Makes room for a message of so many bytes; what was written stays. */
  void ensure(int length) {
    if (length <= storage.length()) {
      return;
    }
    Storage larger = Storage.allocate(Kind.BYTES, Math.max(length, storage.length() * 2));
    Storage.copy(storage, 0, larger, 0, storage.length());
    storage.release();
    storage = larger;
    bytes = larger.bytes();
  }

  int takeByte() {
    return bytes.get(at++) & 0xFF;
  }

  int takeInt() {
    int value = takeByte();
    value |= takeByte() << 8;
    value |= takeByte() << 16;
    return value | takeByte() << 24;
  }

  long takeLong() {
    long low = takeInt() & 0xFFFFFFFFL;
    return low | (long) takeInt() << 32;
  }

  String takeString() {
    byte[] utf8 = new byte[takeInt()];
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] = bytes.get(at++);
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }

  void putByte(int value) {
    ensure(at + 1);
    bytes.set(at++, (byte) value);
  }

  void putInt(int value) {
    ensure(at + 4);
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.set(at++, (byte) (value >>> shift));
    }
  }

  void putLong(long value) {
    putInt((int) value);
    putInt((int) (value >>> 32));
  }

  void putString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putInt(utf8.length);
    ensure(at + utf8.length);
    for (byte b : utf8) {
      bytes.set(at++, b);
    }
  }
}
