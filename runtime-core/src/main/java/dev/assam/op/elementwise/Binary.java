package dev.assam.op.elementwise;

import static dev.assam.op.Expr.call;
import static dev.assam.op.elementwise.Elementwise.declare;
import static dev.assam.op.elementwise.Elementwise.predicate;

import dev.assam.op.Attributes;
import dev.assam.op.Expr;
import dev.assam.op.Expr.Fn;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import java.util.Map;
import java.util.Set;

/** Functions of two inputs of one type. */
public final class Binary {
  static final Expr A = Expr.in(0);
  static final Expr B = Expr.in(1);

  public static final OpType<Elementwise> ADD = of("Add", 7, DTypes.NUMBERS, Fn.ADD);
  public static final OpType<Elementwise> AND = of("And", 7, DTypes.BOOLS, Fn.AND);
  public static final OpType<Elementwise> BIT_SHIFT =
      declare(
          "BitShift",
          11,
          2,
          DTypes.INTEGERS,
          p -> {
            p.require("direction");
            boolean left = p.choice("direction", "LEFT", "RIGHT").equals("LEFT");
            return call(left ? Fn.SHIFT_LEFT : Fn.SHIFT_RIGHT, A, B);
          });
  public static final OpType<Elementwise> BITWISE_AND =
      of("BitwiseAnd", 18, DTypes.INTEGERS, Fn.AND);
  public static final OpType<Elementwise> BITWISE_OR = of("BitwiseOr", 18, DTypes.INTEGERS, Fn.OR);
  public static final OpType<Elementwise> BITWISE_XOR =
      of("BitwiseXor", 18, DTypes.INTEGERS, Fn.XOR);

  /** Integers divide towards zero; divided by zero they are 0. */
  public static final OpType<Elementwise> DIV = of("Div", 7, DTypes.NUMBERS, Fn.DIV);

  public static final OpType<Elementwise> GREATER = compare("Greater", 7, Fn.LESS, B, A);
  public static final OpType<Elementwise> GREATER_OR_EQUAL =
      compare("GreaterOrEqual", 12, Fn.LESS_OR_EQUAL, B, A);
  public static final OpType<Elementwise> LESS = compare("Less", 7, Fn.LESS, A, B);
  public static final OpType<Elementwise> LESS_OR_EQUAL =
      compare("LessOrEqual", 12, Fn.LESS_OR_EQUAL, A, B);
  public static final OpType<Elementwise> MUL = of("Mul", 7, DTypes.NUMBERS, Fn.MUL);
  public static final OpType<Elementwise> OR = of("Or", 7, DTypes.BOOLS, Fn.OR);
  public static final OpType<Elementwise> SUB = of("Sub", 7, DTypes.NUMBERS, Fn.SUB);
  public static final OpType<Elementwise> XOR = of("Xor", 7, DTypes.BOOLS, Fn.XOR);

  private Binary() {}

  /** C = A + B. */
  public static Elementwise add() {
    return ADD.create(14, new Attributes("Add", Map.of()));
  }

  private static OpType<Elementwise> of(String name, int since, Set<DType> allowed, Fn fn) {
    return declare(name, since, 2, allowed, call(fn, A, B));
  }

  private static OpType<Elementwise> compare(String name, int since, Fn fn, Expr a, Expr b) {
    return predicate(name, since, 2, DTypes.NUMBERS, call(fn, a, b));
  }
}
