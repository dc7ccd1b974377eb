package dev.assam.memory;

import dev.assam.error.MemoryException;

/**
 * The platform's half of a {@link Storage}; this one is primitive arrays. A view of bytes is turned
 * into an array when it is first asked for, so that a model is read without copying its weights.
 */
public final class Block {
  private final Kind kind;
  private final int length;
  private Object array;
  private int base;
  private boolean slice;
  private Block parent;
  private int parentOffset;

  private Block(Kind kind, int length) {
    this.kind = kind;
    this.length = length;
  }

  /** Zeroed memory for {@code length} elements. */
  static Block allocate(Kind kind, int length) {
    Block block = new Block(kind, length);
    block.array = newArray(kind, length);
    return block;
  }

  /** Takes over an array of the kind's primitive type (or {@code String[]}). */
  static Block wrap(Kind kind, Object array, int length) {
    Block block = new Block(kind, length);
    block.array = array;
    return block;
  }

  /** {@code length} little-endian elements that begin {@code offsetBytes} into a block of bytes. */
  static Block view(Block bytes, int offsetBytes, Kind kind, int length) {
    Block block = new Block(kind, length);
    block.parent = bytes;
    block.parentOffset = offsetBytes;
    return block;
  }

  /** {@code length} elements of a block of the same kind, in place. */
  static Block slice(Block of, int at, int length) {
    Block block = new Block(of.kind, length);
    block.array = of.array();
    block.base = of.base + at;
    block.slice = true;
    return block;
  }

  Bytes bytes() {
    return new Bytes((byte[]) array(), base);
  }

  Shorts shorts() {
    return new Shorts((short[]) array(), base);
  }

  Ints ints() {
    return new Ints((int[]) array(), base);
  }

  Longs longs() {
    return new Longs((long[]) array(), base);
  }

  Floats floats() {
    return new Floats((float[]) array(), base);
  }

  Doubles doubles() {
    return new Doubles((double[]) array(), base);
  }

  String[] strings() {
    return (String[]) array();
  }

  void free() {
    array = null;
    parent = null;
  }

  /** Copies a view's elements now if they need copying at all; then the viewed block can go. */
  boolean settle() {
    array();
    return !slice;
  }

  static void copy(Block from, int fromAt, Block to, int toAt, int count) {
    System.arraycopy(from.array(), from.base + fromAt, to.array(), to.base + toAt, count);
  }

  /**
   * The primitive array itself, for faces that hand it on; there is none in linear memory. A slice
   * lies somewhere inside it.
   */
  public synchronized Object array() {
    if (array == null && parent != null) {
      array = ByteView.of((byte[]) parent.array(), parentOffset, kind, length);
      parent = null;
    }
    return array;
  }

  static Object newArray(Kind kind, int length) {
    try {
      return switch (kind) {
        case BYTES -> new byte[length];
        case SHORTS -> new short[length];
        case INTS -> new int[length];
        case LONGS -> new long[length];
        case FLOATS -> new float[length];
        case DOUBLES -> new double[length];
        case STRINGS -> new String[length];
      };
    } catch (OutOfMemoryError e) {
      throw new MemoryException(
          "no memory for " + length + " elements of " + Math.max(1, kind.bytes()) + " bytes");
    }
  }
}
