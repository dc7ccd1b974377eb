package dev.assam.pages.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
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
}
