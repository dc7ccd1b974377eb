package dev.assam.pages.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import dev.assam.wasm.memory.Atomics;
import dev.assam.wasm.memory.Machine;
import org.teavm.interop.Export;

/** The cases in a page: the operands lie in linear memory from 1 MiB on, the result behind them. */
public final class SimdPage {
  private static final int MIB = 1 << 20;
  private static final int RESULT = 5 * MIB;

  private SimdPage() {}

  public static void main(String[] args) {}

  /** Prepares the operands. */
  @Export(name = "fill")
  public static void fill() {
    Floats floats = Machine.floats(MIB);
    Ints ints = Machine.ints(2 * MIB);
    SimdData.fill(floats, ints, Machine.shorts(3 * MIB), Machine.bytes(4 * MIB));
  }

  /** Computes a case and answers the address of its result. */
  @Export(name = "run")
  public static int run(int c) {
    Floats floats = Machine.floats(MIB);
    Ints ints = Machine.ints(2 * MIB);
    Shorts shorts = Machine.shorts(3 * MIB);
    Bytes bytes = Machine.bytes(4 * MIB);
    SimdCases.run(c, floats, ints, shorts, bytes, Machine.ints(RESULT));
    return RESULT;
  }

  /** What atomic instructions answer, a decimal digit each, on the ints 3 and 5. */
  @Export(name = "atomics")
  public static int atomics() {
    Atomics.store(MIB, 3);
    Atomics.store(MIB + 4, 5);
    int digits = Atomics.add(MIB, 4);
    digits = 10 * digits + Atomics.load(MIB);
    digits = 10 * digits + Atomics.cas(MIB + 4, 5, 9);
    digits = 10 * digits + Atomics.cas(MIB + 4, 5, 8);
    return 10 * digits + Atomics.notify(MIB, 1);
  }

  /** Waits, which traps where memory is not shared. */
  @Export(name = "await")
  public static int await() {
    return Atomics.wait32(MIB, 0, 1000);
  }
}
