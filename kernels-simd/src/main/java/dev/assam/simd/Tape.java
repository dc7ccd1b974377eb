package dev.assam.simd;

import dev.assam.op.Expr;
import dev.assam.tensor.DType;

/**
 * An {@link Expr} as a program over blocks of floats: instruction by instruction, each a loop over
 * the block. Registers are blocks: first the inputs, then the constants, then what is computed, at
 * last the result. Predicates are 1 or 0.
 */
final class Tape {
  /** Elements of a block. */
  static final int BLOCK = 512;

  /** Ints of an instruction: its code, the register it writes and up to four that it reads. */
  static final int STRIDE = 6;

  private final int inputs;
  private final int[] code;
  private final float[] constants;
  private final int registers;

  Tape(int inputs, int[] code, float[] constants, int registers) {
    this.inputs = inputs;
    this.code = code;
    this.constants = constants;
    this.registers = registers;
  }

  /**
   * The program of a formula of reals and predicates, or null if there is none: because it computes
   * with integers or rounds to other types on the way.
   *
   * @param types of the inputs, null where the formula has none
   * @param out type of the result
   */
  static Tape compile(Expr expr, DType[] types, DType out) {
    return new TapeCompiler(types).compile(expr, out);
  }

  int inputs() {
    return inputs;
  }

  int[] code() {
    return code;
  }

  float[] constants() {
    return constants;
  }

  /** Number of registers; the last one is the result. */
  int registers() {
    return registers;
  }

  /** Scratch that one thread needs. */
  int scratchFloats() {
    return registers * BLOCK;
  }

  /** Tells a program to another thread, or reads one that was told. */
  static Tape fields(Tape tape, Fields fields) {
    boolean told = tape == null;
    int inputs = fields.number(told ? 0 : tape.inputs);
    int[] code = fields.numbers(told ? null : tape.code);
    float[] constants = fields.reals(told ? null : tape.constants);
    int registers = fields.number(told ? 0 : tape.registers);
    return told ? new Tape(inputs, code, constants, registers) : tape;
  }

  /** An instruction a line, as in {@code r4 = fma r0 r1 r3}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < constants.length; i++) {
      text.append('r').append(inputs + i).append(" = ").append(constants[i]).append('\n');
    }
    for (int i = 0; i < code.length; i += STRIDE) {
      text.append('r').append(code[i + 1]).append(" = ").append(TapeOp.name(code[i]));
      for (int k = 2; k < STRIDE && code[i + k] >= 0; k++) {
        text.append(" r").append(code[i + k]);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
