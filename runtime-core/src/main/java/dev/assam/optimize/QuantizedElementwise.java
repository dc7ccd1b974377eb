package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.Pointwise;
import dev.assam.op.fused.Fused;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.op.quantize.QuantizeFormulas;
import dev.assam.op.quantize.QuantizeLinear;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * Makes formulas of DequantizeLinear before elementwise nodes and of QuantizeLinear behind them,
 * with one constant scale, so that what lies between bytes becomes one node.
 */
final class QuantizedElementwise extends NodePass {
  QuantizedElementwise() {
    super("quantised-elementwise");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof QuantizeLinear || node.op() instanceof DequantizeLinear;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Facts facts = edit.facts();
    if (!concerns(node) || facts.constant(node.inputs().get(0)) != null) {
      return;
    }
    Tensor scale = facts.constant(node.inputs().get(1));
    boolean hasZero = node.inputs().size() > 2 && node.inputs().get(2) != null;
    Tensor zero = hasZero ? facts.constant(node.inputs().get(2)) : null;
    if (scale == null
        || scale.size() != 1
        || scale.dtype() != DType.FLOAT32
        || hasZero && (zero == null || zero.size() != 1)) {
      return;
    }
    DType in = facts.dtype(node.inputs().get(0));
    DType out = facts.dtype(node.outputs().get(0));
    Expr factor = Expr.c(scale.getDouble(0));
    Expr shift = Expr.c(zero == null ? 0 : zero.getDouble(0));
    Expr expr;
    if (node.op() instanceof QuantizeLinear op) {
      boolean divides = op.precision() == null || op.precision() == DType.FLOAT32;
      if (op.blockSize() != 0
          || !divides
          || in != DType.FLOAT32
          || !isByte(out)
          || !isElementwise(edit.producer(node.inputs().get(0)))) {
        return;
      }
      expr = QuantizeFormulas.quantized(Expr.in(0), factor, shift, out);
    } else {
      if (((DequantizeLinear) node.op()).blockSize() != 0
          || out != DType.FLOAT32
          || !isByte(in)
          || !isBeforeElementwise(node.outputs().get(0), edit)) {
        return;
      }
      expr = QuantizeFormulas.dequantized(Expr.in(0), factor, shift);
    }
    List<Value> inputs = List.of(node.inputs().get(0));
    edit.replace(node, new Node(node.name(), new Fused(expr, out), inputs, node.outputs()));
  }

  private static boolean isByte(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }

  private static boolean isElementwise(Node node) {
    return node != null && node.op() instanceof Pointwise;
  }

  private static boolean isBeforeElementwise(Value value, GraphEdit edit) {
    if (edit.isOutput(value) || edit.users(value).isEmpty()) {
      return false;
    }
    for (Node user : edit.users(value)) {
      Op op = user.op();
      if (!(op instanceof Pointwise)) {
        return false;
      }
    }
    return true;
  }
}
