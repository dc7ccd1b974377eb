package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.PointwiseLoops;

/**
 * A {@link Tape} and the memory that one thread runs it on. Inputs and the result are registers
 * until they are pointed elsewhere; so a block is read from where it lies and written where it
 * belongs.
 */
final class TapeFrame {
  /** A register: a block in memory. */
  private static final class Operand {
    Floats memory;
    int at;
    private Floats keptMemory;
    private int keptAt;

    void set(Floats newMemory, int newAt) {
      memory = newMemory;
      at = newAt;
    }

    void keep() {
      keptMemory = memory;
      keptAt = at;
    }

    void restore() {
      memory = keptMemory;
      at = keptAt;
    }
  }

  private final Tape tape;
  private final int[] code;
  private final TapeLoop[] loops;
  private final Floats scratch;
  private final int scratchAt;
  private final Operand[] operands;
  private final boolean[] elsewhere;
  private final int[] loaded;

  /** A frame with its registers at {@code scratchAt}, {@link Tape#scratchFloats} of them. */
  TapeFrame(Tape tape, Floats scratch, int scratchAt) {
    this.tape = tape;
    this.code = tape.code();
    this.loops = new TapeLoop[code.length / Tape.STRIDE];
    for (int i = 0; i < loops.length; i++) {
      loops[i] = TapeLoop.of(code[i * Tape.STRIDE]);
    }
    this.scratch = scratch;
    this.scratchAt = scratchAt;
    this.operands = new Operand[tape.registers()];
    this.elsewhere = new boolean[tape.registers()];
    this.loaded = new int[tape.inputs()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = new Operand();
      operands[i].set(scratch, registerAt(i));
    }
  }

  /** Writes the constants, which others may have overwritten, for blocks of up to {@code n}. */
  void begin(int n) {
    java.util.Arrays.fill(loaded, -1);
    float[] constants = tape.constants();
    int whole = Math.min(Tape.BLOCK, n + Lanes.F32);
    for (int i = 0; i < constants.length; i++) {
      PointwiseLoops.fill(constants[i], scratch, registerAt(tape.inputs() + i), whole);
    }
  }

  /** Whether input {@code i} was not loaded from this offset last; remembers it. */
  boolean isNew(int i, int offset) {
    boolean isNew = loaded[i] != offset;
    loaded[i] = offset;
    return isNew;
  }

  Floats scratch() {
    return scratch;
  }

  /** Where input {@code i} is in {@link #scratch} if it is not pointed elsewhere. */
  int registerAt(int i) {
    return scratchAt + i * Tape.BLOCK;
  }

  /** Where the result is in {@link #scratch} if it is not pointed elsewhere. */
  int resultAt() {
    return registerAt(operands.length - 1);
  }

  /** Input {@code i} is read there. */
  void point(int i, Floats memory, int at) {
    operands[i].set(memory, at);
    elsewhere[i] = true;
  }

  /** Input {@code i} is read from its register. */
  void pointHome(int i) {
    operands[i].set(scratch, registerAt(i));
    elsewhere[i] = false;
  }

  /** The result is written there; it may be where an input is. */
  void pointResult(Floats memory, int at) {
    point(operands.length - 1, memory, at);
  }

  /** Computes {@code n} elements, at most {@link Tape#BLOCK}. */
  void run(int n) {
    int whole = n - n % Lanes.F32;
    if (whole > 0) {
      execute(whole);
    }
    if (whole < n) {
      runRest(whole, n - whole);
    }
  }

  /** The last elements as a whole vector of copies, so that nothing beyond them is touched. */
  private void runRest(int done, int rest) {
    Operand y = operands[operands.length - 1];
    for (int i = 0; i < tape.inputs(); i++) {
      Operand x = operands[i];
      x.keep();
      if (elsewhere[i]) {
        PointwiseLoops.copyAll(x.memory, x.at + done, scratch, registerAt(i), rest);
        x.set(scratch, registerAt(i));
      } else {
        x.at += done;
      }
    }
    y.keep();
    y.set(scratch, resultAt() + done);
    execute(Lanes.F32);
    y.restore();
    if (elsewhere[operands.length - 1]) {
      PointwiseLoops.copyAll(scratch, resultAt() + done, y.memory, y.at + done, rest);
    }
    for (int i = 0; i < tape.inputs(); i++) {
      operands[i].restore();
    }
  }

  private void execute(int n) {
    for (int p = 0; p < code.length; p += Tape.STRIDE) {
      Operand y = operands[code[p + 1]];
      Operand a = operands[code[p + 2]];
      Operand b = operands[Math.max(0, code[p + 3])];
      TapeLoop loop = loops[p / Tape.STRIDE];
      if (loop != null) {
        loop.run(a.memory, a.at, b.memory, b.at, y.memory, y.at, n);
        continue;
      }
      Operand c = operands[code[p + 4]];
      switch (code[p]) {
        case TapeOp.FMA ->
            PointwiseLoops.fma(a.memory, a.at, b.memory, b.at, c.memory, c.at, y.memory, y.at, n);
        case TapeOp.CLAMP ->
            PointwiseLoops.clamp(a.memory, a.at, b.memory, b.at, c.memory, c.at, y.memory, y.at, n);
        case TapeOp.SELECT ->
            PointwiseLoops.select(
                a.memory, a.at, b.memory, b.at, c.memory, c.at, y.memory, y.at, n);
        case TapeOp.HARD_SWISH ->
            PointwiseLoops.hardSwish(
                a.memory, a.at, b.memory, b.at, c.memory, c.at, y.memory, y.at, n);
        default -> {
          Operand d = operands[code[p + 5]];
          PointwiseLoops.selectLess(
              a.memory, a.at, b.memory, b.at, c.memory, c.at, d.memory, d.at, y.memory, y.at, n);
        }
      }
    }
  }
}
