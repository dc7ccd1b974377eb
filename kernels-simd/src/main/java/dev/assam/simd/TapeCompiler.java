package dev.assam.simd;

import dev.assam.memory.MemoryScope;
import dev.assam.op.Expr;
import dev.assam.op.Expr.Fn;
import dev.assam.op.ExprEvaluator;
import dev.assam.simd.kernel.ScalarMath;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Tape}: finds equal subexpressions and known phrases, then gives out registers. */
final class TapeCompiler {
  /** Thrown at what a tape cannot compute. */
  private static final class NotReal extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotReal() {
      super(null, null, false, false);
    }
  }

  private final DType[] types;
  private final Map<Expr, Integer> known = new HashMap<>();
  private final Map<Expr, Expr> simple = new HashMap<>();
  private final List<Float> constants = new ArrayList<>();

  /**
   * Instructions that write values; value numbers are those of the formula's parts, after the
   * inputs'.
   */
  private final List<int[]> instructions = new ArrayList<>();

  /** Constants are values from here on; computed values are not negative. */
  private static final int FIRST_CONSTANT = -2;

  TapeCompiler(DType[] types) {
    this.types = types;
  }

  Tape compile(Expr expr, DType out) {
    if (!isReal(out) && out != DType.BOOL && !(expr instanceof Expr.Cast)) {
      return null;
    }
    try {
      Expr root = expr;
      if (root instanceof Expr.Cast cast && cast.to() == out && isWhole(out)) {
        // The result's registers are truncated where they are stored.
        root = cast.argument();
        if (isPredicate(root)) {
          return null;
        }
      } else if (root instanceof Expr.Cast cast && cast.to() == out && out == DType.FLOAT16) {
        root = cast.argument();
      } else if (!isReal(out) && (out != DType.BOOL || !isPredicate(root))) {
        return null;
      }
      return finish(value(root));
    } catch (NotReal e) {
      return null;
    }
  }

  /** A type whose numbers are computed with. */
  private static boolean isReal(DType type) {
    return type == DType.FLOAT32 || type == DType.FLOAT16;
  }

  private static boolean isWhole(DType type) {
    return switch (type) {
      case INT8, UINT8, INT32, INT64 -> true;
      default -> false;
    };
  }

  private boolean isPredicate(Expr expr) {
    return switch (expr) {
      case Expr.In in -> types[in.index()] == DType.BOOL;
      case Expr.Const constant -> false;
      case Expr.Cast cast -> cast.to() == DType.BOOL;
      case Expr.Call call ->
          switch (call.fn().kind()) {
            case PREDICATE, REAL_PREDICATE -> true;
            case BITS -> isPredicate(call.arguments().get(0));
            case CHOICE ->
                isPredicate(call.arguments().get(1)) || isPredicate(call.arguments().get(2));
            default -> false;
          };
    };
  }

  /** The value of an expression: its input's number, its constant's or its instruction's. */
  private int value(Expr expr) {
    Integer found = known.get(expr);
    if (found != null) {
      return found;
    }
    int value =
        switch (expr) {
          case Expr.In in -> input(in.index());
          case Expr.Const constant -> constant((float) constant.value());
          case Expr.Cast cast -> cast(cast);
          case Expr.Call call -> call(call);
        };
    known.put(expr, value);
    return value;
  }

  private int input(int i) {
    if (!isReal(types[i]) && types[i] != DType.BOOL) {
      throw new NotReal();
    }
    return i;
  }

  private int constant(float value) {
    for (int i = 0; i < constants.size(); i++) {
      if (Float.floatToRawIntBits(constants.get(i)) == Float.floatToRawIntBits(value)) {
        return FIRST_CONSTANT - i;
      }
    }
    constants.add(value);
    return FIRST_CONSTANT + 1 - constants.size();
  }

  private int cast(Expr.Cast cast) {
    Expr argument = cast.argument();
    if (cast.to() == DType.FLOAT32) {
      if (argument instanceof Expr.In in && types[in.index()] != null) {
        return switch (types[in.index()]) {
          case FLOAT32, FLOAT16, BOOL, INT8, UINT8, INT32, INT64 -> in.index();
          default -> throw new NotReal();
        };
      }
      return value(argument);
    }
    if (cast.to() == DType.FLOAT16) {
      return emit(TapeOp.ROUND_F16, value(new Expr.Cast(DType.FLOAT32, argument)));
    }
    if (cast.to() != DType.BOOL) {
      throw new NotReal();
    }
    if (isPredicate(argument)) {
      return value(argument);
    }
    return emit(TapeOp.NOT, emit(TapeOp.EQUAL, value(argument), constant(0)));
  }

  private int emit(int op, int... operands) {
    int[] instruction = {op, -1, -1, -1, -1, -1};
    System.arraycopy(operands, 0, instruction, 2, operands.length);
    for (int i = 0; i < instructions.size(); i++) {
      int[] other = instructions.get(i);
      boolean same = true;
      for (int k = 0; k < Tape.STRIDE; k++) {
        same &= other[k] == instruction[k];
      }
      if (same) {
        return types.length + i;
      }
    }
    instructions.add(instruction);
    return types.length + instructions.size() - 1;
  }

  private int call(Expr.Call call) {
    Expr folded = fold(call);
    if (folded != call) {
      return value(folded);
    }
    List<Expr> arguments = call.arguments();
    Expr a = arguments.get(0);
    Expr b = arguments.size() > 1 ? arguments.get(1) : null;
    return switch (call.fn()) {
      case ADD -> add(a, b);
      case SUB -> emit(TapeOp.SUB, real(a), real(b));
      case MUL -> mul(call, a, b);
      case DIV -> div(a, b);
      case REM -> emit(TapeOp.SCALAR + ScalarMath.REM, real(a), real(b));
      case MOD -> emit(TapeOp.SCALAR + ScalarMath.MOD, real(a), real(b));
      case POW -> pow(a, b);
      case MIN -> extreme(TapeOp.MIN, TapeOp.PMIN, a, b);
      case MAX -> extreme(TapeOp.MAX, TapeOp.PMAX, a, b);
      case NEG -> emit(TapeOp.NEG, real(a));
      case ABS -> emit(TapeOp.ABS, real(a));
      case SIGN -> emit(TapeOp.SIGN, real(a));
      case SQRT -> emit(TapeOp.SQRT, real(a));
      case EXP -> emit(TapeOp.EXP, real(a));
      case LOG -> emit(TapeOp.LOG, real(a));
      case SIN -> emit(TapeOp.SIN, real(a));
      case COS -> emit(TapeOp.COS, real(a));
      case TAN -> scalar(ScalarMath.TAN, a);
      case ASIN -> scalar(ScalarMath.ASIN, a);
      case ACOS -> scalar(ScalarMath.ACOS, a);
      case ATAN -> scalar(ScalarMath.ATAN, a);
      case SINH -> scalar(ScalarMath.SINH, a);
      case COSH -> scalar(ScalarMath.COSH, a);
      case TANH -> emit(TapeOp.TANH, real(a));
      case ASINH -> scalar(ScalarMath.ASINH, a);
      case ACOSH -> scalar(ScalarMath.ACOSH, a);
      case ATANH -> scalar(ScalarMath.ATANH, a);
      case ERF -> emit(TapeOp.ERF, real(a));
      case FLOOR -> emit(TapeOp.FLOOR, real(a));
      case CEIL -> emit(TapeOp.CEIL, real(a));
      case ROUND -> emit(TapeOp.ROUND, real(a));
      case LESS -> emit(TapeOp.LESS, value(a), value(b));
      case LESS_OR_EQUAL -> emit(TapeOp.LESS_OR_EQUAL, value(a), value(b));
      case EQUAL -> emit(TapeOp.EQUAL, value(a), value(b));
      case IS_NAN -> emit(TapeOp.IS_NAN, real(a));
      case NOT -> emit(TapeOp.NOT, predicate(a));
      case AND -> emit(TapeOp.MUL, predicate(a), predicate(b));
      case OR -> emit(TapeOp.PMAX, predicate(a), predicate(b));
      case XOR -> emit(TapeOp.XOR, predicate(a), predicate(b));
      case SELECT -> select(a, b, arguments.get(2));
      case SHIFT_LEFT, SHIFT_RIGHT -> throw new NotReal();
    };
  }

  /** A number; a predicate would be one of 8 bits. */
  private int real(Expr expr) {
    if (isPredicate(expr)) {
      throw new NotReal();
    }
    return value(expr);
  }

  private int predicate(Expr expr) {
    if (!isPredicate(expr)) {
      throw new NotReal();
    }
    return value(expr);
  }

  private int scalar(int function, Expr a) {
    int x = real(a);
    return emit(TapeOp.SCALAR + function, x, x);
  }

  /** A function of constants alone as a constant. */
  @SuppressWarnings("try")
  private Expr fold(Expr.Call call) {
    Expr before = simple.get(call);
    if (before != null) {
      return before;
    }
    Expr result = call;
    boolean constant = call.fn().kind() == Expr.Kind.REAL || call.fn().kind() == Expr.Kind.NUMBER;
    for (Expr argument : call.arguments()) {
      constant &= argument instanceof Expr.Const;
    }
    if (constant) {
      try (MemoryScope scope = MemoryScope.open()) {
        result = Expr.c(ExprEvaluator.evaluate(call, DType.FLOAT64, Shape.SCALAR).getDouble(0));
      }
    }
    simple.put(call, result);
    return result;
  }

  private int add(Expr a, Expr b) {
    if (b instanceof Expr.Call product && product.fn() == Fn.MUL && !known.containsKey(b)) {
      return sum(product, a);
    }
    if (a instanceof Expr.Call product && product.fn() == Fn.MUL && !known.containsKey(a)) {
      return sum(product, b);
    }
    return emit(TapeOp.ADD, real(a), real(b));
  }

  private int sum(Expr.Call product, Expr c) {
    Phrases.Product factors = Phrases.product(product);
    if (Phrases.gelu(factors) != null || Phrases.silu(factors) != null) {
      return emit(TapeOp.ADD, real(product), real(c));
    }
    Expr swished = Phrases.hardSwish(factors);
    if (swished != null) {
      return hardSwish(swished, factors, real(c));
    }
    int x = real(product.arguments().get(0));
    int y = real(product.arguments().get(1));
    return emit(TapeOp.FMA, x, y, real(c));
  }

  private int mul(Expr.Call call, Expr a, Expr b) {
    if (a.equals(b)) {
      return emit(TapeOp.SQUARE, real(a));
    }
    Phrases.Product factors = Phrases.product(call);
    Expr x = Phrases.gelu(factors);
    if (x != null) {
      return scaled(emit(TapeOp.GELU, real(x)), 2 * factors.constant());
    }
    x = Phrases.silu(factors);
    if (x != null) {
      return scaled(emit(TapeOp.SILU, real(x)), factors.constant());
    }
    x = Phrases.hardSwish(factors);
    return x != null ? hardSwish(x, factors, constant(0)) : emit(TapeOp.MUL, real(a), real(b));
  }

  private int hardSwish(Expr x, Phrases.Product factors, int added) {
    return emit(TapeOp.HARD_SWISH, real(x), constant((float) factors.constant()), added);
  }

  private int scaled(int value, double factor) {
    return factor == 1 ? value : emit(TapeOp.MUL, value, constant((float) factor));
  }

  private int div(Expr a, Expr b) {
    Expr x = Phrases.sigmoidDenominator(b);
    if (x != null && a.equals(Expr.c(1))) {
      return emit(TapeOp.SIGMOID, real(x));
    }
    if (x != null && a.equals(x)) {
      return emit(TapeOp.SILU, real(x));
    }
    Phrases.Product factors = Phrases.product(Expr.div(a, b));
    Expr swished = Phrases.hardSwish(factors);
    return swished != null
        ? hardSwish(swished, factors, constant(0))
        : emit(TapeOp.DIV, real(a), real(b));
  }

  private int pow(Expr a, Expr b) {
    int x = real(a);
    if (b instanceof Expr.Const exponent) {
      if (exponent.value() == 1) {
        return x;
      }
      if (exponent.value() == 2) {
        return emit(TapeOp.SQUARE, x);
      }
      if (exponent.value() == 3) {
        return emit(TapeOp.MUL, emit(TapeOp.SQUARE, x), x);
      }
      if (exponent.value() == -1) {
        return emit(TapeOp.DIV, constant(1), x);
      }
    }
    return emit(TapeOp.SCALAR + ScalarMath.POW, x, real(b));
  }

  private int extreme(int op, int constantOp, Expr a, Expr b) {
    Expr x = a instanceof Expr.Const ? b : a;
    Expr bound = a instanceof Expr.Const ? a : b;
    if (!(bound instanceof Expr.Const constant) || Double.isNaN(constant.value())) {
      return emit(op, real(a), real(b));
    }
    int limit = constant((float) constant.value());
    if (constantOp == TapeOp.PMIN) {
      Expr.Const low = Phrases.bound(x, Fn.MAX);
      if (low != null) {
        int bounded = real(Phrases.bounded(x));
        return emit(TapeOp.CLAMP, bounded, constant((float) low.value()), limit);
      }
    } else {
      Expr.Const high = Phrases.bound(x, Fn.MIN);
      if (high != null && constant.value() <= high.value()) {
        int bounded = real(Phrases.bounded(x));
        return emit(TapeOp.CLAMP, bounded, limit, constant((float) high.value()));
      }
    }
    return emit(constantOp, real(x), limit);
  }

  private int select(Expr condition, Expr yes, Expr no) {
    if (condition instanceof Expr.Call less && less.fn() == Fn.LESS) {
      int a = value(less.arguments().get(0));
      int b = value(less.arguments().get(1));
      return emit(TapeOp.SELECT_LESS, a, b, value(yes), value(no));
    }
    return emit(TapeOp.SELECT, predicate(condition), value(yes), value(no));
  }

  /** Gives registers to values, each free again after its last use. */
  private Tape finish(int result) {
    int root = result;
    if (root < types.length) {
      instructions.add(new int[] {TapeOp.COPY, -1, root, -1, -1, -1});
      root = types.length + instructions.size() - 1;
    }
    int[] lastUse = new int[instructions.size()];
    boolean[] needed = new boolean[instructions.size()];
    needed[root - types.length] = true;
    for (int i = instructions.size() - 1; i >= 0; i--) {
      for (int k = 2; needed[i] && k < Tape.STRIDE; k++) {
        int used = instructions.get(i)[k] - types.length;
        if (used >= 0) {
          lastUse[used] = needed[used] ? lastUse[used] : i;
          needed[used] = true;
        }
      }
    }
    int first = types.length + constants.size();
    int registers = first;
    List<Integer> free = new ArrayList<>();
    int[] register = new int[instructions.size()];
    List<int[]> code = new ArrayList<>();
    for (int i = 0; i <= root - types.length; i++) {
      if (!needed[i]) {
        continue;
      }
      int[] instruction = instructions.get(i).clone();
      for (int k = 2; k < Tape.STRIDE; k++) {
        int used = instruction[k] - types.length;
        if (used >= 0) {
          instruction[k] = register[used];
          if (lastUse[used] == i) {
            release(free, register[used]);
          }
        } else if (instruction[k] <= FIRST_CONSTANT) {
          instruction[k] = types.length + FIRST_CONSTANT - instruction[k];
        }
      }
      if (i < root - types.length) {
        register[i] = free.isEmpty() ? registers++ : free.remove(free.size() - 1);
      }
      instruction[1] = register[i];
      code.add(instruction);
    }
    int[] flat = new int[code.size() * Tape.STRIDE];
    for (int i = 0; i < code.size(); i++) {
      System.arraycopy(code.get(i), 0, flat, i * Tape.STRIDE, Tape.STRIDE);
    }
    // The root is the last instruction; what it writes is the result's register, one of its own.
    flat[flat.length - Tape.STRIDE + 1] = registers;
    float[] values = new float[constants.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = constants.get(i);
    }
    return new Tape(types.length, flat, values, registers + 1);
  }

  private static void release(List<Integer> free, Integer register) {
    if (!free.contains(register)) {
      free.add(register);
    }
  }
}
