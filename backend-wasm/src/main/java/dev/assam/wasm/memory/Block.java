package dev.assam.wasm.memory;

import dev.assam.memory.Bytes;
import dev.assam.memory.Doubles;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;

/**
 * Takes the place of {@code dev.assam.memory.Block} in the WebAssembly build: a stretch of linear
 * memory. A view is an address inside its parent's stretch, aligned or not. Strings stay objects.
 */
final class Block {
  private static final int NOT_OWNED = -1;

  private final Kind kind;
  private final int address;
  private int allocation = NOT_OWNED;
  private String[] strings;

  private Block(Kind kind, int address) {
    this.kind = kind;
    this.address = address;
  }

  static Block allocate(Kind kind, int length) {
    if (kind == Kind.STRINGS) {
      Block block = new Block(kind, 0);
      block.strings = new String[length];
      return block;
    }
    int allocation = LinearMemory.allocate((long) length * kind.bytes());
    Block block = new Block(kind, LinearMemory.address(allocation));
    block.allocation = allocation;
    return block;
  }

  static Block view(Block bytes, int offsetBytes, Kind kind, int length) {
    return new Block(kind, bytes.address + offsetBytes);
  }

  static Block slice(Block of, int at, int length) {
    return new Block(of.kind, of.address + at * of.kind.bytes());
  }

  Bytes bytes() {
    return Machine.bytes(address);
  }

  Shorts shorts() {
    return Machine.shorts(address);
  }

  Ints ints() {
    return Machine.ints(address);
  }

  Longs longs() {
    return Machine.longs(address);
  }

  Floats floats() {
    return Machine.floats(address);
  }

  Doubles doubles() {
    return Machine.doubles(address);
  }

  String[] strings() {
    return strings;
  }

  void free() {
    if (allocation != NOT_OWNED) {
      LinearMemory.free(allocation);
      allocation = NOT_OWNED;
    }
    strings = null;
  }

  /** A view needs no copy, but what it lies in must stay. */
  boolean settle() {
    return false;
  }

  static void copy(Block from, int fromAt, Block to, int toAt, int count) {
    if (from.kind == Kind.STRINGS) {
      System.arraycopy(from.strings, fromAt, to.strings, toAt, count);
    } else {
      int bytes = from.kind.bytes();
      Machine.copy(to.address + toAt * bytes, from.address + fromAt * bytes, count * bytes);
    }
  }
}
