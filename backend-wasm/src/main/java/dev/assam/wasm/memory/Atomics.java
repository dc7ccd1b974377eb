package dev.assam.wasm.memory;

import org.teavm.interop.StaticInit;

/**
 * Instructions on ints of memory that several threads share; the TeaVM plugin knows each by its
 * name. Addresses are in bytes and multiples of four.
 */
@StaticInit
public final class Atomics {
  private Atomics() {}

  public static native int load(int address);

  public static native void store(int address, int value);

  /** Adds and answers what was there before. */
  public static native int add(int address, int value);

  /** Writes {@code value} if {@code expected} is there; answers what was there before. */
  public static native int cas(int address, int expected, int value);

  /**
   * Sleeps while {@code expected} is there until somebody notifies, at most {@code timeoutNs},
   * forever if that is negative. A page's main thread may not.
   *
   * @return 0 if woken, 1 if something else was there, 2 if time was up
   */
  public static native int wait32(int address, int expected, long timeoutNs);

  /** Wakes at most {@code count} sleepers, all if that is −1; answers how many. */
  public static native int notify(int address, int count);
}
