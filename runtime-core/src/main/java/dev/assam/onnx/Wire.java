package dev.assam.onnx;

import dev.assam.error.ModelFormatException;
import dev.assam.memory.Storage;

/**
 * Reads one protobuf message: {@link #next} steps to a field, one of the getters takes its value or
 * {@link #skip} passes over it. Every length is checked against the message's end.
 *
 * <p>Source: "Encoding", Protocol Buffers documentation.
 */
final class Wire {
  private static final int MAX_DEPTH = 100;

  private final Storage storage;
  private final Window bytes;
  private final int end;
  private final int depth;
  private int at;
  private int field;
  private int wireType;

  private Wire(Storage storage, Window bytes, int at, int end, int depth) {
    this.storage = storage;
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.depth = depth;
    if (depth > MAX_DEPTH) {
      throw new ModelFormatException("messages nested deeper than " + MAX_DEPTH);
    }
  }

  /** The message that fills a storage of bytes. */
  static Wire of(Storage storage) {
    return new Wire(storage, new Window(storage), 0, storage.length(), 0);
  }

  /** Steps to the next field; false at the end of the message. */
  boolean next() {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field <= 0 || tag >>> 32 != 0) {
      throw error("field number " + (tag >>> 3));
    }
    return true;
  }

  /** Number of the current field. */
  int field() {
    return field;
  }

  /** Whether the current field is length-delimited, as packed repeated numbers are. */
  boolean isPacked() {
    return wireType == 2;
  }

  long varintField() {
    expect(0);
    return varint();
  }

  int intField() {
    return (int) varintField();
  }

  float floatField() {
    expect(5);
    return Float.intBitsToFloat((int) fixed(4));
  }

  double doubleField() {
    expect(1);
    return Double.longBitsToDouble(fixed(8));
  }

  String string() {
    int length = length();
    at += length;
    return Utf8.decode(bytes, at - length, at);
  }

  /** The current field as a message of its own. */
  Wire message() {
    int length = length();
    Wire inner = new Wire(storage, bytes, at, at + length, depth + 1);
    at += length;
    return inner;
  }

  /** Lets go of what was read; to be called when the whole file was. */
  void close() {
    bytes.close();
  }

  /** Number of bytes left. */
  int remaining() {
    return end - at;
  }

  /** Where the next byte is in {@link #storage}. */
  int position() {
    return at;
  }

  Storage storage() {
    return storage;
  }

  /** The next varint of a packed field. */
  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at >= end) {
        throw error("a number beyond the end of its message");
      }
      byte b = bytes.get(at++);
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw error("a number of more than ten bytes");
  }

  /** How many varints are left of a packed field. */
  int countVarints() {
    int count = 0;
    for (int i = at; i < end; i++) {
      count += bytes.get(i) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** The next little-endian number of a packed field. */
  long fixed(int width) {
    if (end - at < width) {
      throw error("a number beyond the end of its message");
    }
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (bytes.get(at + i) & 0xFFL) << (8 * i);
    }
    at += width;
    return value;
  }

  void skip() {
    switch (wireType) {
      case 0 -> varint();
      case 1 -> fixed(8);
      case 2 -> {
        int length = length();
        at += length;
      }
      case 5 -> fixed(4);
      default -> throw error("wire type " + wireType);
    }
  }

  private int length() {
    expect(2);
    long length = varint();
    if (length < 0 || length > end - at) {
      throw error("a field of " + length + " bytes with " + (end - at) + " left");
    }
    return (int) length;
  }

  private void expect(int type) {
    if (wireType != type) {
      throw error("wire type " + wireType + " (allowed: " + type + ")");
    }
  }

  private ModelFormatException error(String what) {
    return new ModelFormatException(
        "not a well-formed ONNX file: field " + field + " before byte " + at + " has " + what);
  }
}
