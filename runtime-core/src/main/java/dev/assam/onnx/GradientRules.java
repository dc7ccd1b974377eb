package dev.assam.onnx;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.Pointwise;
import dev.assam.op.gradient.Derivative;
import dev.assam.op.gradient.Formula;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.op.move.Transpose;
import dev.assam.op.reduce.Reduce;
import dev.assam.tensor.Datum;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** For each operator, how the gradient of its output becomes that of an input. */
final class GradientRules {
  /** The operators with rules of their own, as messages list them. */
  static final String NAMES =
      "Cast, Expand, Flatten, Gemm, Identity, MatMul, ReduceMean, ReduceSum, Reshape, Squeeze,"
          + " Transpose, Unsqueeze";

  private static final Map<String, Object> NONE = Map.of();

  private final GradientBuilder graph;

  GradientRules(GradientBuilder graph) {
    this.graph = graph;
  }

  /**
   * The part of input {@code i}'s gradient that comes through this node, or null if there is none.
   *
   * @param g the gradient of the node's first output
   */
  Value share(Node node, int i, Value g) {
    Value x = node.inputs().get(i);
    if (node.op() instanceof Pointwise pointwise) {
      return ofPointwise(node, pointwise, i, g);
    }
    if (node.op() instanceof Gemm gemm) {
      return ofGemm(node, gemm, i, g);
    }
    if (node.op() instanceof MatMul) {
      return ofMatMul(x, node.inputs().get(1 - i), i, g);
    }
    if (node.op() instanceof UnsupportedOp) {
      throw graph.noDerivative(node);
    }
    String name = node.op().type().toString();
    if (i > 0 && NAMES.contains(name)) {
      // Shapes and axes.
      return null;
    }
    return switch (name) {
      case "Cast" -> graph.emit("CastLike", NONE, g, x);
      case "Expand" -> graph.sumLike(g, x);
      case "Flatten", "Reshape", "Squeeze", "Unsqueeze" ->
          graph.emit("Reshape", Map.of("allowzero", 1L), g, graph.emit("Shape", NONE, x));
      case "Identity" -> g;
      case "ReduceMean", "ReduceSum" -> ofReduce(node, (Reduce) node.op(), g);
      case "dev.assam.SumLike" ->
          i == 0 ? graph.emit("Expand", NONE, g, graph.emit("Shape", NONE, x)) : null;
      case "Transpose" -> graph.emit("Transpose", inverse((Transpose) node.op()), g);
      default -> throw graph.noDerivative(node);
    };
  }

  private Value ofPointwise(Node node, Pointwise op, int i, Value g) {
    int count = node.inputs().size();
    boolean[] present = new boolean[count];
    List<Expr> shifted = new ArrayList<>();
    List<Value> inputs = new ArrayList<>();
    inputs.add(g);
    for (int k = 0; k < count; k++) {
      present[k] = node.inputs().get(k) != null;
      shifted.add(Expr.in(k + 1));
      inputs.add(node.inputs().get(k));
    }
    Inputs in =
        new Inputs(
            op,
            node.name(),
            new ValueType[count],
            new Datum[count],
            present,
            new boolean[] {true},
            null);
    Expr derivative = Derivative.of(op.expr(in), i);
    if (Derivative.isZero(derivative)) {
      return null;
    }
    Value x = node.inputs().get(i);
    if (Derivative.isOne(derivative)) {
      return graph.sumLike(g, x);
    }
    String name = "∂" + op.type().name() + "/∂x" + i;
    Expr product = Expr.mul(Expr.in(0), derivative.substitute(shifted));
    Formula formula = new Formula(name, product, i + 1);
    return graph.sumLike(graph.emit(formula, inputs.toArray(new Value[0])), x);
  }

  /** Input {@code i} of a product and the other one. */
  private Value ofMatMul(Value x, Value other, int i, Value g) {
    boolean row = rank(i == 0 ? x : other) == 1;
    boolean column = rank(i == 0 ? other : x) == 1;
    String a = row ? "k" : "...mk";
    String b = column ? "k" : "...kn";
    String y = row && column ? "" : row ? "...n" : column ? "...m" : "...mn";
    // The dots of an operand of rank 1 are those of the other, which SumLike sums.
    String share = (row && column ? "" : "...") + (i == 0 ? a : b).replace("...", "");
    Value product =
        i == 0
            ? einsum(y + "," + b + "->" + share, g, other)
            : einsum(a + "," + y + "->" + share, other, g);
    return graph.sumLike(product, x);
  }

  private Value einsum(String equation, Value a, Value b) {
    return graph.emit("Einsum", Map.of("equation", equation), a, b);
  }

  /** The declared rank; 2 where there is none, since rank 1 is rare. */
  private static int rank(Value value) {
    return value.declared() instanceof TensorType type && type.shape().hasRank()
        ? type.shape().rank()
        : 2;
  }

  private Value ofGemm(Node node, Gemm op, int i, Value g) {
    Value a = node.inputs().get(0);
    Value b = node.inputs().get(1);
    if (i == 2) {
      Expr scaled = Expr.mul(Expr.in(0), Expr.c(op.beta()));
      return graph.sumLike(graph.emit(new Formula("∂Gemm/∂C", scaled, 0), g), node.inputs().get(2));
    }
    if (i == 0) {
      return op.transA() ? gemm(op, op.transB(), true, b, g) : gemm(op, false, !op.transB(), g, b);
    }
    return op.transB() ? gemm(op, true, op.transA(), g, a) : gemm(op, !op.transA(), false, a, g);
  }

  private Value gemm(Gemm op, boolean transA, boolean transB, Value a, Value b) {
    Map<String, Object> attributes =
        Map.of("alpha", op.alpha(), "transA", transA ? 1L : 0L, "transB", transB ? 1L : 0L);
    return graph.emit("Gemm", attributes, a, b);
  }

  private Value ofReduce(Node node, Reduce op, Value g) {
    Value x = node.inputs().get(0);
    Value spread = g;
    if (!op.keepDims()) {
      if (node.inputs().size() > 1 && node.inputs().get(1) != null) {
        spread = graph.emit("Unsqueeze", NONE, g, node.inputs().get(1));
      } else if (op.axes() != null) {
        Value axes = graph.emit("Constant", Map.of("value_ints", op.axes()));
        spread = graph.emit("Unsqueeze", NONE, g, axes);
      }
    }
    spread = graph.emit("Expand", NONE, spread, graph.emit("Shape", NONE, x));
    if (op.fold() == Reduce.Fold.SUM) {
      return spread;
    }
    Value sizes =
        graph.emit(
            "Div",
            NONE,
            graph.emit("Size", NONE, x),
            graph.emit("Size", NONE, node.outputs().get(0)));
    return graph.emit("Div", NONE, spread, graph.emit("CastLike", NONE, sizes, g));
  }

  private static Map<String, Object> inverse(Transpose op) {
    if (op.perm() == null) {
      return NONE;
    }
    List<Long> inverse = new ArrayList<>(Collections.nCopies(op.perm().size(), 0L));
    for (int i = 0; i < inverse.size(); i++) {
      int from = op.perm().get(i);
      if (from >= 0 && from < inverse.size()) {
        inverse.set(from, (long) i);
      }
    }
    return Map.of("perm", inverse);
  }
}
