package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.elementwise.Activations;
import dev.assam.op.fused.QuantizedGemm;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.op.nn.Conv;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.op.quantize.QLinearConv;
import dev.assam.op.quantize.QLinearMatMul;
import dev.assam.op.quantize.QuantizeLinear;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a QLinearConv, QLinearMatMul or QuantizedGemm of a Conv, MatMul or Gemm between
 * DequantizeLinear and QuantizeLinear, a Relu before the latter included where it only cuts what
 * cannot be expressed.
 */
final class QuantizedProducts extends NodePass {
  QuantizedProducts() {
    super("quantised-products");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof QuantizeLinear;
  }

  /** Quantised values with their scale and zero point; the latter may be null. */
  private record Quantized(Value values, Value scale, Value zero, int axis) {
    static Quantized of(Value value, GraphEdit edit) {
      Node node = new Matching(edit).made(value, DequantizeLinear.TYPE);
      if (node == null
          || ((DequantizeLinear) node.op()).blockSize() != 0
          || edit.facts().dtype(value) != DType.FLOAT32) {
        return null;
      }
      DType dtype = edit.facts().dtype(node.inputs().get(0));
      Value zero = node.inputs().size() > 2 ? node.inputs().get(2) : null;
      return dtype == DType.INT8 || dtype == DType.UINT8
          ? new Quantized(
              node.inputs().get(0),
              node.inputs().get(1),
              zero,
              ((DequantizeLinear) node.op()).axis())
          : null;
    }

    boolean isWhole(Facts facts) {
      return isOne(scale, facts) && (zero == null || isOne(zero, facts));
    }

    Value zero(String name, GraphEdit edit) {
      DType dtype = edit.facts().dtype(values);
      return zero != null
          ? zero
          : edit.constant(name + "/zero", Tensor.ofLongs(dtype, Shape.SCALAR, 0));
    }
  }

  private static boolean isOne(Value value, Facts facts) {
    Shape shape = facts.shape(value);
    return shape.isStatic() && shape.elements() == 1;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Facts facts = edit.facts();
    if (!(node.op() instanceof QuantizeLinear quantise)
        || quantise.blockSize() != 0
        || !isOne(node.inputs().get(1), facts)
        || facts.dtype(node.inputs().get(1)) != DType.FLOAT32
        || !isByte(facts.dtype(node.outputs().get(0)))) {
      return;
    }
    Value zero = node.inputs().size() > 2 ? node.inputs().get(2) : null;
    Value y = node.inputs().get(0);
    Node relu = new Matching(edit).made(y, Activations.RELU);
    if (relu != null && edit.onlyUser(y) == node && isLowest(zero, facts)) {
      y = relu.inputs().get(0);
    }
    Node product = edit.producer(y);
    if (product == null || edit.onlyUser(y) == null || product.inputs().size() < 2) {
      return;
    }
    Quantized a = Quantized.of(product.inputs().get(0), edit);
    Quantized b = Quantized.of(product.inputs().get(1), edit);
    if (a == null || b == null || !a.isWhole(facts)) {
      return;
    }
    List<Value> inputs = new ArrayList<>();
    Op op;
    if (product.op() instanceof Conv conv) {
      op = new QLinearConv(conv.window(), conv.group());
      if (facts.constant(b.values()) == null || !b.isWhole(facts) && b.axis() != 0) {
        return;
      }
    } else if (product.op() instanceof MatMul) {
      op = new QLinearMatMul();
      int rank = facts.rank(b.values());
      boolean columns = rank == 2 && (b.axis() == 1 || b.axis() == -1);
      if (!b.isWhole(facts) && !columns) {
        return;
      }
    } else if (product.op() instanceof Gemm gemm) {
      b = matrix(gemm, b, product, edit);
      if (b == null) {
        return;
      }
      boolean biased = product.inputs().size() > 2 && product.inputs().get(2) != null;
      op = biased ? new QuantizedGemm() : new QLinearMatMul();
    } else {
      return;
    }
    Value bias = null;
    if (product.inputs().size() > 2 && product.inputs().get(2) != null) {
      if (product.op() instanceof Gemm && !isRow(product, edit.facts())) {
        return;
      }
      Tensor sums = bias(product.inputs().get(2), a.scale(), b.scale(), edit);
      if (sums == null) {
        return;
      }
      bias = edit.constant(product.name() + "/bias", sums);
    }
    String name = product.name();
    inputs.addAll(List.of(a.values(), a.scale(), a.zero(name + "/a", edit)));
    inputs.addAll(List.of(b.values(), b.scale(), b.zero(name + "/b", edit)));
    inputs.add(node.inputs().get(1));
    DType type = facts.dtype(node.outputs().get(0));
    inputs.add(
        zero != null ? zero : edit.constant(name + "/zero", Tensor.ofLongs(type, Shape.SCALAR, 0)));
    if (bias != null) {
      inputs.add(bias);
    }
    edit.replace(node, new Node(name, op, inputs, node.outputs()));
  }

  /** B of a Gemm as it is multiplied, with scales for columns at most; null for other products. */
  private static Quantized matrix(Gemm gemm, Quantized b, Node product, GraphEdit edit) {
    int axis = b.axis() < 0 ? b.axis() + 2 : b.axis();
    if (gemm.transA()
        || gemm.alpha() != 1
        || gemm.beta() != 1
        || !b.isWhole(edit.facts()) && axis != (gemm.transB() ? 0 : 1)) {
      return null;
    }
    if (!gemm.transB()) {
      return b;
    }
    Tensor from = edit.facts().constant(b.values());
    if (from == null) {
      return null;
    }
    int rows = from.shape().dim(0);
    int columns = from.shape().dim(1);
    Tensor to = Tensor.allocate(from.dtype(), Shape.of(columns, rows));
    for (int i = 0; i < to.size(); i++) {
      to.setLong(i, from.getLong(i % rows * columns + i / rows));
    }
    return new Quantized(edit.constant(product.name() + "/weights", to), b.scale(), b.zero(), 1);
  }

  /** Whether what a Gemm adds is one number for each column. */
  private static boolean isRow(Node gemm, Facts facts) {
    Shape c = facts.shape(gemm.inputs().get(2));
    Shape y = facts.shape(gemm.outputs().get(0));
    return c.isStatic()
        && c.rank() >= 1
        && y.hasRank()
        && c.elements() == y.dim(1)
        && c.dim(c.rank() - 1) == y.dim(1);
  }

  private static boolean isByte(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }

  /** Whether zero is the least that can be expressed. */
  private static boolean isLowest(Value zero, Facts facts) {
    if (zero == null) {
      return true;
    }
    Tensor tensor = facts.constant(zero);
    return tensor != null
        && tensor.size() == 1
        && tensor.getLong(0) == (tensor.dtype() == DType.INT8 ? -128 : 0);
  }

  /** The bias in units of the products' scale, or null if it is not constant or too large. */
  private static Tensor bias(Value bias, Value scaleA, Value scaleB, GraphEdit edit) {
    Facts facts = edit.facts();
    Tensor a = facts.constant(scaleA);
    Tensor b = facts.constant(scaleB);
    Node dequantise = new Matching(edit).made(bias, DequantizeLinear.TYPE);
    Tensor values = facts.constant(bias);
    Tensor units = null;
    if (dequantise != null && facts.dtype(dequantise.inputs().get(0)) == DType.INT32) {
      values = facts.constant(dequantise.inputs().get(0));
      units = facts.constant(dequantise.inputs().get(1));
      values = units == null ? null : values;
    }
    if (a == null || b == null || values == null) {
      return null;
    }
    Tensor sums = Tensor.allocate(DType.INT32, Shape.of(values.size()));
    for (int i = 0; i < sums.size(); i++) {
      double unit = units == null ? 1 : units.getDouble(units.size() == 1 ? 0 : i);
      double scale = a.getDouble(0) * b.getDouble(b.size() == 1 ? 0 : i);
      double sum = values.getDouble(i) * unit / scale;
      if (!(Math.abs(sum) < 1 << 30)) {
        return null;
      }
      sums.setLong(i, Math.round(sum));
    }
    return sums;
  }
}
