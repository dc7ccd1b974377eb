package dev.assam.wasm.memory;

import dev.assam.memory.Bytes;
import dev.assam.memory.Doubles;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import org.teavm.interop.StaticInit;

/**
 * Instructions on linear memory that Java has no words for; the TeaVM plugin knows each by its
 * name. Addresses are in bytes and unsigned.
 */
@StaticInit
public final class Machine {
  private Machine() {}

  /** The memory that begins at an address. */
  public static native Bytes bytes(int address);

  public static native Shorts shorts(int address);

  public static native Ints ints(int address);

  public static native Longs longs(int address);

  public static native Floats floats(int address);

  public static native Doubles doubles(int address);

  /** Where a memory begins. */
  public static native int address(Bytes memory);

  public static native int address(Shorts memory);

  public static native int address(Ints memory);

  public static native int address(Longs memory);

  public static native int address(Floats memory);

  public static native int address(Doubles memory);

  /** Adds pages of 64 KiB; the number of pages there were, or −1 if the machine has no more. */
  public static native int grow(int pages);

  /** Sets {@code countBytes} bytes to the low byte of {@code value}. */
  public static native void fill(int address, int value, int countBytes);

  /** Copies bytes; overlapping is allowed. */
  public static native void copy(int toAddress, int fromAddress, int countBytes);
}
