package dev.assam.op;

import dev.assam.tensor.DType;

/** The functions of {@link Expr} over blocks, one loop each. */
final class ExprLoops {
  private ExprLoops() {}

  /** y[i] = fn(a[i]) of reals. */
  static void reals(Expr.Fn fn, double[] a, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] =
          switch (fn) {
            case SIN -> Math.sin(a[i]);
            case COS -> Math.cos(a[i]);
            case TAN -> Math.tan(a[i]);
            case ASIN -> Math.asin(a[i]);
            case ACOS -> Math.acos(a[i]);
            case ATAN -> Math.atan(a[i]);
            case SINH -> RealMath.sinh(a[i]);
            case COSH -> RealMath.cosh(a[i]);
            case TANH -> RealMath.tanh(a[i]);
            case ASINH -> RealMath.asinh(a[i]);
            case ACOSH -> RealMath.acosh(a[i]);
            case ATANH -> RealMath.atanh(a[i]);
            case ERF -> RealMath.erf(a[i]);
            case EXP -> Math.exp(a[i]);
            case LOG -> Math.log(a[i]);
            case SQRT -> Math.sqrt(a[i]);
            case NEG -> -a[i];
            case ABS -> Math.abs(a[i]);
            case SIGN -> Math.signum(a[i]);
            case FLOOR -> Math.floor(a[i]);
            case CEIL -> Math.ceil(a[i]);
            case ROUND -> RealMath.round(a[i]);
            default -> throw new IllegalArgumentException(fn + " of one real");
          };
    }
  }

  /** y[i] = fn(a[i], b[i]) of reals. */
  static void reals(Expr.Fn fn, double[] a, double[] b, double[] y, int n) {
    switch (fn) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] + b[i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] - b[i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] * b[i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] / b[i];
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          y[i] = Math.min(a[i], b[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          y[i] = Math.max(a[i], b[i]);
        }
      }
      case REM -> {
        for (int i = 0; i < n; i++) {
          y[i] = a[i] % b[i];
        }
      }
      case MOD -> {
        for (int i = 0; i < n; i++) {
          double r = a[i] % b[i];
          y[i] = r != 0 && r < 0 != b[i] < 0 ? r + b[i] : r;
        }
      }
      case POW -> {
        for (int i = 0; i < n; i++) {
          y[i] = RealMath.pow(a[i], b[i]);
        }
      }
      default -> throw new IllegalArgumentException(fn + " of two reals");
    }
  }

  /** y[i] = fn(a[i], b[i]) of reals, a predicate; {@code b} is ignored where it takes one. */
  static void predicate(Expr.Fn fn, double[] a, double[] b, long[] y, int n) {
    for (int i = 0; i < n; i++) {
      boolean holds =
          switch (fn) {
            case LESS -> a[i] < b[i];
            case LESS_OR_EQUAL -> a[i] <= b[i];
            case EQUAL -> a[i] == b[i];
            case IS_NAN -> Double.isNaN(a[i]);
            default -> throw new IllegalArgumentException(fn + " as a predicate");
          };
      y[i] = holds ? 1 : 0;
    }
  }

  static void select(long[] condition, double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = condition[i] != 0 ? a[i] : b[i];
    }
  }

  static void select(long[] condition, long[] a, long[] b, long[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = condition[i] != 0 ? a[i] : b[i];
    }
  }

  /** y[i] = fn(a[i], b[i]) of integers of one type; {@code b} is ignored where fn takes one. */
  static void integers(Expr.Fn fn, DType type, long[] a, long[] b, long[] y, int n) {
    // With the sign bit flipped, longs without sign compare as longs.
    long flip = type == DType.UINT64 ? Long.MIN_VALUE : 0;
    for (int i = 0; i < n; i++) {
      y[i] =
          switch (fn) {
            case ADD -> a[i] + b[i];
            case SUB -> a[i] - b[i];
            case MUL -> a[i] * b[i];
            case MIN -> (a[i] ^ flip) < (b[i] ^ flip) ? a[i] : b[i];
            case MAX -> (a[i] ^ flip) > (b[i] ^ flip) ? a[i] : b[i];
            case LESS -> (a[i] ^ flip) < (b[i] ^ flip) ? 1 : 0;
            case LESS_OR_EQUAL -> (a[i] ^ flip) <= (b[i] ^ flip) ? 1 : 0;
            case EQUAL -> a[i] == b[i] ? 1 : 0;
            case AND -> a[i] & b[i];
            case OR -> a[i] | b[i];
            case XOR -> a[i] ^ b[i];
            case NOT -> type == DType.BOOL ? a[i] ^ 1 : ~a[i];
            case NEG -> -a[i];
            case ABS -> type.isUnsigned() ? a[i] : Math.abs(a[i]);
            case SIGN -> type.isUnsigned() ? (a[i] == 0 ? 0 : 1) : Long.signum(a[i]);
            case DIV -> divide(type, a[i], b[i]);
            case REM -> remainder(type, a[i], b[i]);
            case MOD -> modulo(type, a[i], b[i]);
            case POW -> power(type, a[i], b[i]);
            case SHIFT_LEFT -> b[i] < 0 || b[i] >= type.bits() ? 0 : a[i] << b[i];
            case SHIFT_RIGHT -> shiftRight(type, a[i], b[i]);
            default -> throw new IllegalArgumentException(fn + " of integers");
          };
    }
    if (fn.kind() != Expr.Kind.PREDICATE && type != DType.BOOL) {
      int shift = 64 - type.bits();
      if (shift > 0 && type.isUnsigned()) {
        for (int i = 0; i < n; i++) {
          y[i] = y[i] << shift >>> shift;
        }
      } else if (shift > 0) {
        for (int i = 0; i < n; i++) {
          y[i] = y[i] << shift >> shift;
        }
      }
    }
  }

  // Wasm traps on division by zero and on the quotient of the smallest long and −1.
  private static long divide(DType type, long a, long b) {
    if (b == 0) {
      return 0;
    }
    if (type == DType.UINT64) {
      return Long.divideUnsigned(a, b);
    }
    return b == -1 ? -a : a / b;
  }

  private static long remainder(DType type, long a, long b) {
    if (b == 0 || b == -1 && type != DType.UINT64) {
      return 0;
    }
    return type == DType.UINT64 ? Long.remainderUnsigned(a, b) : a % b;
  }

  private static long modulo(DType type, long a, long b) {
    long r = remainder(type, a, b);
    return r != 0 && type != DType.UINT64 && r < 0 != b < 0 ? r + b : r;
  }

  private static long power(DType type, long base, long exponent) {
    if (exponent < 0 && type != DType.UINT64) {
      return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : 0;
    }
    long result = 1;
    long square = base;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  private static long shiftRight(DType type, long a, long b) {
    int last = type.bits() - 1;
    if (type.isUnsigned()) {
      return b < 0 || b > last ? 0 : a >>> b;
    }
    return a >> (b < 0 || b > last ? last : b);
  }
}
