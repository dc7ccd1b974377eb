package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.cast.Cast;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.fused.DynamicQuantizedConv;
import dev.assam.op.fused.DynamicQuantizedMatMul;
import dev.assam.op.quantize.ConvInteger;
import dev.assam.op.quantize.DynamicQuantizeLinear;
import dev.assam.op.quantize.MatMulInteger;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes one operator of DynamicQuantizeLinear, MatMulInteger or ConvInteger with constant weights,
 * Cast and the Mul by both scales. An input that several products quantise is quantised by each.
 */
final class DynamicQuantization extends NodePass {
  DynamicQuantization() {
    super("quantise-products");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof MatMulInteger || node.op() instanceof ConvInteger;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!concerns(node)) {
      return;
    }
    Matching match = new Matching(edit);
    Facts facts = edit.facts();
    Node quantise = match.made(node.inputs().get(0), DynamicQuantizeLinear.TYPE);
    Node cast = edit.onlyUser(node.outputs().get(0));
    if (quantise == null
        || node.inputs().size() < 3
        || node.inputs().get(2) != quantise.outputs().get(2)
        || facts.constant(node.inputs().get(1)) == null
        || facts.dtype(quantise.inputs().get(0)) != DType.FLOAT32
        || cast == null
        || !(cast.op() instanceof Cast to)
        || to.to() != DType.FLOAT32) {
      return;
    }
    Node mul = match.onlyUser(cast.outputs().get(0), Binary.MUL);
    Value scale = mul == null ? null : weightScale(mul, cast.outputs().get(0), quantise, match);
    Value zero = node.inputs().size() > 3 ? node.inputs().get(3) : null;
    Value weights = node.inputs().get(1);
    if (scale == null || (zero != null && facts.constant(zero) == null)) {
      return;
    }
    boolean product = node.op() instanceof MatMulInteger;
    Tensor scales = facts.constant(scale);
    Shape w = facts.shape(weights);
    int count = product ? w.dim(w.rank() - 1) : w.dim(0);
    if (!product && scales.size() != 1) {
      // Per channel the scale lies along the second dimension of the result.
      if (!isPerChannel(scales.shape(), count, w.rank())) {
        return;
      }
      scale = edit.constant(scale.name() + "/channels", scales.withShape(Shape.of(count)));
    } else if (scales.shape().rank() > 1
        || (scales.size() != 1 && (scales.size() != count || scales.shape().rank() != 1))) {
      return;
    }
    if (zero != null) {
      Shape zeros = facts.constant(zero).shape();
      if (zeros.rank() > 1 || (zeros.elements() != 1 && (!product || zeros.elements() != count))) {
        return;
      }
    }
    Op op =
        product ? new DynamicQuantizedMatMul() : new DynamicQuantizedConv((ConvInteger) node.op());
    List<Value> inputs = new ArrayList<>(List.of(quantise.inputs().get(0), weights, scale));
    if (zero != null) {
      inputs.add(zero);
    }
    edit.replace(mul, new Node(node.name(), op, inputs, mul.outputs()));
  }

  /** The constant scale that, times the input's, is the other factor, or null. */
  private static Value weightScale(Node mul, Value product, Node quantise, Matching match) {
    Node scales = match.made(Matching.other(mul, product), Binary.MUL);
    if (scales == null) {
      return null;
    }
    Value inputScale = quantise.outputs().get(1);
    Value scale = Matching.other(scales, inputScale);
    return scales.inputs().contains(inputScale) && scale != inputScale && match.isConstant(scale)
        ? scale
        : null;
  }

  private static boolean isPerChannel(Shape scale, int channels, int rank) {
    if (scale.elements() != channels || scale.rank() > rank || scale.rank() < rank - 1) {
      return false;
    }
    return scale.dim(scale.rank() - rank + 1) == channels;
  }
}
