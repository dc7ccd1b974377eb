package dev.assam.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes as an array of another kind; JavaScript has a way of its own. */
final class ByteView {
  private ByteView() {}

  /** An array of {@code length} little-endian elements that begin at byte {@code offsetBytes}. */
  static Object of(byte[] from, int offsetBytes, Kind kind, int length) {
    int bytes = length * kind.bytes();
    ByteBuffer buffer =
        ByteBuffer.wrap(from, offsetBytes, bytes).slice().order(ByteOrder.LITTLE_ENDIAN);
    Object to = Block.newArray(kind, length);
    switch (kind) {
      case BYTES -> buffer.get((byte[]) to);
      case SHORTS -> buffer.asShortBuffer().get((short[]) to);
      case INTS -> buffer.asIntBuffer().get((int[]) to);
      case LONGS -> buffer.asLongBuffer().get((long[]) to);
      case FLOATS -> buffer.asFloatBuffer().get((float[]) to);
      case DOUBLES -> buffer.asDoubleBuffer().get((double[]) to);
      case STRINGS -> throw new IllegalStateException("strings have no bytes");
    }
    return to;
  }
}
