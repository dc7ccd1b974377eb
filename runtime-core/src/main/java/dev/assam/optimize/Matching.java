package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.OpType;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.elementwise.Pow;
import dev.assam.op.elementwise.Unary;
import dev.assam.op.linear.MatMul;
import dev.assam.op.reduce.Reduce;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;

/** The words in which passes say what they look for: upwards from a value to what made it. */
final class Matching {
  private final GraphEdit edit;
  private final Facts facts;

  Matching(GraphEdit edit) {
    this.edit = edit;
    this.facts = edit.facts();
  }

  /** The node of this type whose first output the value is, or null. */
  Node made(Value value, OpType<?> type) {
    Node node = edit.producer(value);
    return node != null && node.op().type() == type && node.outputs().get(0) == value ? node : null;
  }

  /** The only user of a value if it is of this type, or null. */
  Node onlyUser(Value value, OpType<?> type) {
    Node node = edit.onlyUser(value);
    return node != null && node.op().type() == type ? node : null;
  }

  /** The other operand of a node of two inputs. */
  static Value other(Node node, Value operand) {
    return node.inputs().get(node.inputs().get(0) == operand ? 1 : 0);
  }

  /** Whether the value is constant. */
  boolean isConstant(Value value) {
    return facts.constant(value) != null;
  }

  /** A constant of one real as a number; NaN for anything else. */
  double number(Value value) {
    Tensor tensor = facts.constant(value);
    boolean one = tensor != null && tensor.dtype().isFloat() && tensor.size() == 1;
    return one ? tensor.getDouble(0) : Double.NaN;
  }

  /**
   * The operand of a sum or product whose other operand is a constant of one real.
   *
   * @param node one of {@code type}, or null
   */
  Value besideNumber(Node node, OpType<?> type) {
    if (node == null || node.op().type() != type) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      if (!Double.isNaN(number(node.inputs().get(i)))) {
        return node.inputs().get(1 - i);
      }
    }
    return null;
  }

  /** What is squared in this value, or null. */
  Value squared(Value value) {
    Node pow = made(value, Pow.TYPE);
    if (pow != null) {
      return number(pow.inputs().get(1)) == 2 ? pow.inputs().get(0) : null;
    }
    Node mul = made(value, Binary.MUL);
    return mul != null && mul.inputs().get(0) == mul.inputs().get(1) ? mul.inputs().get(0) : null;
  }

  /** A factor 1/√(square + epsilon). */
  record InverseRoot(Value square, double epsilon) {}

  /** What the value divides by the root of, if it is a quotient or product of such a kind. */
  InverseRoot divisor(Node node, Value dividend) {
    if (node.op().type() == Binary.DIV) {
      return node.inputs().get(0) == dividend ? root(node.inputs().get(1)) : null;
    }
    return node.op().type() == Binary.MUL ? inverseRoot(other(node, dividend)) : null;
  }

  /** The value as 1/√(square + epsilon), or null. */
  InverseRoot inverseRoot(Value value) {
    Node reciprocal = made(value, Unary.RECIPROCAL);
    if (reciprocal != null) {
      return root(reciprocal.inputs().get(0));
    }
    Node div = made(value, Binary.DIV);
    if (div != null) {
      return number(div.inputs().get(0)) == 1 ? root(div.inputs().get(1)) : null;
    }
    Node pow = made(value, Pow.TYPE);
    return pow != null && number(pow.inputs().get(1)) == -0.5 ? sum(pow.inputs().get(0)) : null;
  }

  private InverseRoot root(Value value) {
    Node sqrt = made(value, Unary.SQRT);
    if (sqrt != null) {
      return sum(sqrt.inputs().get(0));
    }
    Node pow = made(value, Pow.TYPE);
    return pow != null && number(pow.inputs().get(1)) == 0.5 ? sum(pow.inputs().get(0)) : null;
  }

  private InverseRoot sum(Value value) {
    Node add = made(value, Binary.ADD);
    Value square = besideNumber(add, Binary.ADD);
    return square == null
        ? new InverseRoot(value, 0)
        : new InverseRoot(square, number(other(add, square)));
  }

  /**
   * Over how many of the last dimensions a fold goes that keeps dimensions; 0 if it is none or over
   * others.
   */
  int lastAxes(Node node) {
    if (node == null || !(node.op() instanceof Reduce reduce) || !reduce.keepDims()) {
      return 0;
    }
    long[] axes = null;
    if (node.inputs().size() > 1 && node.inputs().get(1) != null) {
      Tensor tensor = facts.constant(node.inputs().get(1));
      axes = tensor == null ? null : tensor.toLongs();
    } else if (reduce.axes() != null) {
      axes = new long[reduce.axes().size()];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = reduce.axes().get(i);
      }
    }
    if (axes == null || axes.length == 0) {
      return 0;
    }
    int rank = facts.rank(node.inputs().get(0));
    boolean[] seen = new boolean[axes.length + 1];
    for (long axis : axes) {
      long fromEnd = axis < 0 ? -axis : rank < 0 ? 0 : rank - axis;
      if (fromEnd < 1 || fromEnd > axes.length || seen[(int) fromEnd]) {
        return 0;
      }
      seen[(int) fromEnd] = true;
    }
    return axes.length;
  }

  /** What the value is the mean of over {@code axes} last dimensions, or null. */
  Value meanOf(Value value, int axes) {
    Node mean = made(value, Reduce.MEAN);
    return mean != null && lastAxes(mean) == axes ? mean.inputs().get(0) : null;
  }

  /** Whether both factors of a matrix product have at least two dimensions. */
  boolean isProduct(Node node) {
    return node != null
        && node.op() instanceof MatMul
        && facts.rank(node.inputs().get(0)) >= 2
        && facts.rank(node.inputs().get(1)) >= 2;
  }

  /**
   * Whether the value is of single or double precision, in which rounding between nodes is free.
   */
  boolean isReal(Value value) {
    DType dtype = facts.dtype(value);
    return dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
  }
}
