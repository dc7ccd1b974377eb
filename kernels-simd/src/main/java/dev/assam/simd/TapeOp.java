package dev.assam.simd;

/** The instructions of a {@link Tape}. */
final class TapeOp {
  static final int COPY = 0;
  static final int NEG = 1;
  static final int ABS = 2;
  static final int SIGN = 3;
  static final int SQRT = 4;
  static final int SQUARE = 5;
  static final int FLOOR = 6;
  static final int CEIL = 7;
  static final int ROUND = 8;
  static final int NOT = 9;
  static final int EXP = 10;
  static final int LOG = 11;
  static final int TANH = 12;
  static final int ERF = 13;
  static final int SIGMOID = 14;
  static final int SILU = 15;
  static final int GELU = 16;
  static final int IS_NAN = 17;
  static final int SIN = 18;
  static final int COS = 19;
  static final int ADD = 20;
  static final int SUB = 21;
  static final int MUL = 22;
  static final int DIV = 23;
  static final int MIN = 24;
  static final int MAX = 25;

  /** The minimum with a number that is not NaN. */
  static final int PMIN = 26;

  /** The maximum with a number that is not NaN. */
  static final int PMAX = 27;

  static final int LESS = 28;
  static final int LESS_OR_EQUAL = 29;
  static final int EQUAL = 30;
  static final int XOR = 31;
  static final int FMA = 32;
  static final int CLAMP = 33;
  static final int SELECT = 34;
  static final int SELECT_LESS = 35;

  /** To the nearest number of float16. */
  static final int ROUND_F16 = 36;

  /** a · min(max(a + 3, 0), 6) · b + c. */
  static final int HARD_SWISH = 37;

  /** From here on the functions of {@link dev.assam.simd.kernel.ScalarMath}, in their order. */
  static final int SCALAR = 64;

  private static final String[] NAMES = {
    "copy",
    "neg",
    "abs",
    "sign",
    "sqrt",
    "square",
    "floor",
    "ceil",
    "round",
    "not",
    "exp",
    "log",
    "tanh",
    "erf",
    "sigmoid",
    "silu",
    "gelu",
    "isNaN",
    "sin",
    "cos",
    "add",
    "sub",
    "mul",
    "div",
    "min",
    "max",
    "pmin",
    "pmax",
    "less",
    "lessOrEqual",
    "equal",
    "xor",
    "fma",
    "clamp",
    "select",
    "selectLess",
    "roundF16",
    "hardSwish"
  };

  private TapeOp() {}

  static String name(int op) {
    return op >= SCALAR ? "scalar" + (op - SCALAR) : NAMES[op];
  }
}
