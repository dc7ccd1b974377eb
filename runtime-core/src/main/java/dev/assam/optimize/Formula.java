package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Expr;
import dev.assam.op.ExprTypes;
import dev.assam.op.Op;
import dev.assam.op.Pointwise;
import dev.assam.op.cast.Cast;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What an elementwise node computes: a formula of some values, rounded to a type at the end. A
 * constant of one element is part of the formula.
 */
record Formula(Expr expr, List<Value> inputs, DType dtype) {
  /** The formula of a node; null if it is not elementwise or its types are not known. */
  static Formula of(Node node, Facts facts) {
    Op op = node.op();
    if (node.outputs().size() != 1 || !(op instanceof Pointwise || op instanceof Cast)) {
      return null;
    }
    DType dtype = facts.dtype(node.outputs().get(0));
    if (!isPlain(dtype)) {
      return null;
    }
    boolean real = false;
    boolean whole = false;
    int rank = 0;
    for (Value input : node.inputs()) {
      if (input != null) {
        DType type = facts.dtype(input);
        if (!isPlain(type) || facts.rank(input) < 0) {
          return null;
        }
        real |= type.isFloat();
        whole |= type.isInteger();
        if (facts.constant(input) == null) {
          rank = Math.max(rank, facts.rank(input));
        }
      }
    }
    List<Expr> arguments = new ArrayList<>();
    List<Value> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      boolean inline = !(real && whole) && input != null && isScalar(facts, input, rank);
      if (input == null) {
        arguments.add(null);
      } else if (inline && !facts.dtype(input).equals(DType.BOOL)) {
        arguments.add(Expr.c(facts.constant(input).getDouble(0)));
      } else {
        if (!inputs.contains(input)) {
          inputs.add(input);
        }
        arguments.add(Expr.in(inputs.indexOf(input)));
      }
    }
    if (inputs.isEmpty()) {
      return null;
    }
    Expr expr =
        op instanceof Cast cast
            ? new Expr.Cast(cast.to(), Expr.in(0))
            : ((Pointwise) op).expr(facts.inputs(node));
    return new Formula(expr.substitute(arguments), inputs, dtype);
  }

  /** One element that broadcasts to anything of that rank, and that a double holds exactly. */
  private static boolean isScalar(Facts facts, Value value, int rank) {
    Tensor tensor = facts.constant(value);
    return tensor != null
        && tensor.size() == 1
        && tensor.shape().rank() <= rank
        && (tensor.dtype().isFloat() || Math.abs(tensor.getLong(0)) < 1L << 52);
  }

  /** A type that all functions of formulas are for. */
  private static boolean isPlain(DType dtype) {
    if (dtype == null || dtype == DType.STRING) {
      return false;
    }
    return dtype.bits() >= 16 || dtype == DType.INT8 || dtype == DType.UINT8 || dtype == DType.BOOL;
  }

  /** The types of the inputs. */
  DType[] types(Facts facts) {
    DType[] types = new DType[inputs.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = facts.dtype(inputs.get(i));
    }
    return types;
  }

  /**
   * The formula as an argument of another one, rounded where it matters.
   *
   * @param exact whether the other one is not continuous, so that the last bit matters
   */
  Expr asArgument(Facts facts, boolean exact) {
    boolean wide = dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    boolean typed = ExprTypes.of(expr, types(facts)) == dtype;
    if (typed && (wide ? !exact || dtype == DType.FLOAT64 : !dtype.isFloat())) {
      return expr;
    }
    return expr instanceof Expr.Cast cast && cast.to() == dtype ? expr : new Expr.Cast(dtype, expr);
  }

  /** Whether input {@code i} surely has all dimensions of the result, whose shape this is. */
  boolean fills(int i, Shape result, Facts facts) {
    Shape own = facts.shape(inputs.get(i));
    if (Shapes.same(own, result)) {
      return true;
    }
    for (int k = 0; k < inputs.size(); k++) {
      Shape other = facts.shape(inputs.get(k));
      if (k != i && !Shapes.surelyBroadcasts(other, own)) {
        return false;
      }
    }
    return own.hasRank();
  }

  /** Whether the last bit of an argument may change the result by more than a bit. */
  static boolean isExact(Formula formula) {
    return formula.dtype() != DType.FLOAT32 || isExact(formula.expr());
  }

  private static boolean isExact(Expr expr) {
    return switch (expr) {
      case Expr.Cast cast -> true;
      case Expr.Call call -> {
        boolean exact =
            switch (call.fn()) {
              case FLOOR, CEIL, ROUND, REM, MOD, SIGN -> true;
              case LESS, LESS_OR_EQUAL, EQUAL -> !againstZero(call);
              default -> false;
            };
        for (Expr argument : call.arguments()) {
          exact |= isExact(argument);
        }
        yield exact;
      }
      default -> false;
    };
  }

  private static boolean againstZero(Expr.Call call) {
    for (Expr argument : call.arguments()) {
      if (argument instanceof Expr.Const constant && constant.value() == 0) {
        return true;
      }
    }
    return false;
  }
}
