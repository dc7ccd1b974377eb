package dev.assam.op.image;

import java.util.Arrays;

/** Reads bytes and numbers one after the other; past the end is an error. */
final class ByteReader {
  private final byte[] data;
  private final int end;
  private boolean bigEndian;
  private int at;

  ByteReader(byte[] data) {
    this(data, 0, data.length);
  }

  private ByteReader(byte[] data, int at, int end) {
    this.data = data;
    this.at = at;
    this.end = end;
  }

  ByteReader bigEndian(boolean big) {
    bigEndian = big;
    return this;
  }

  boolean isBigEndian() {
    return bigEndian;
  }

  int at() {
    return at;
  }

  int left() {
    return end - at;
  }

  /** Size of all there is. */
  int size() {
    return end;
  }

  void seek(long position) {
    if (position < 0 || position > end) {
      throw ImageException.corrupt("byte " + position + " of " + end);
    }
    at = (int) position;
  }

  void skip(long count) {
    if (count < 0) {
      throw ImageException.corrupt("a length of " + count);
    }
    seek(at + count);
  }

  int u8() {
    if (at >= end) {
      throw ImageException.corrupt("an end after " + end + " bytes");
    }
    return data[at++] & 0xFF;
  }

  int u16() {
    byte first = (byte) u8();
    return u16(first, (byte) u8());
  }

  /** Two bytes as a number in this reader's order. */
  int u16(byte first, byte second) {
    int a = first & 0xFF;
    int b = second & 0xFF;
    return bigEndian ? a << 8 | b : b << 8 | a;
  }

  int i32() {
    int a = u16();
    int b = u16();
    return bigEndian ? a << 16 | b : b << 16 | a;
  }

  long u32() {
    return i32() & 0xFFFFFFFFL;
  }

  /** Whether these characters follow; then they are taken. */
  boolean take(String text) {
    if (text.length() > left()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if ((data[at + i] & 0xFF) != text.charAt(i)) {
        return false;
      }
    }
    at += text.length();
    return true;
  }

  byte[] bytes(long count) {
    int from = at;
    skip(count);
    return Arrays.copyOfRange(data, from, at);
  }

  /** The next {@code count} bytes as a reader of their own. */
  ByteReader part(long count) {
    int from = at;
    skip(count);
    return new ByteReader(data, from, at).bigEndian(bigEndian);
  }
}
