package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Floats;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.elementwise.Elementwise;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/** Writes Gemm with constant weights and bias as MatMul and Add, the weights [k,n]. */
final class GemmToMatMul extends NodePass {
  GemmToMatMul() {
    super("gemm-to-matmul");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Gemm;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!(node.op() instanceof Gemm gemm) || gemm.transA()) {
      return;
    }
    Facts facts = edit.facts();
    Value weights = node.inputs().get(1);
    Value bias = node.inputs().size() > 2 ? node.inputs().get(2) : null;
    Tensor b = facts.constant(weights);
    Tensor c = facts.constant(bias);
    DType dtype = facts.dtype(node.inputs().get(0));
    if (b == null
        || bias != null && c == null
        || (dtype != DType.FLOAT32 && dtype != DType.FLOAT64)
        || (c != null && c.shape().rank() == 2 && c.shape().dim(0) != 1)) {
      return;
    }
    Value right =
        gemm.transB() || gemm.alpha() != 1
            ? edit.constant(node.name() + "/weights", weights(gemm, b))
            : weights;
    Value y = node.outputs().get(0);
    if (bias == null) {
      edit.replace(
          node,
          new Node(node.name(), new MatMul(), List.of(node.inputs().get(0), right), List.of(y)));
      return;
    }
    Value product = edit.insert(node, node.name(), new MatMul(), node.inputs().get(0), right);
    Value shift = edit.constant(node.name() + "/bias", bias(gemm, c));
    Elementwise add = Binary.add();
    edit.replace(node, new Node(node.name() + "/bias", add, List.of(product, shift), List.of(y)));
  }

  private static Tensor weights(Gemm gemm, Tensor b) {
    int rows = b.shape().dim(0);
    int columns = b.shape().dim(1);
    Tensor y =
        Tensor.allocate(
            b.dtype(), gemm.transB() ? Shape.of(columns, rows) : Shape.of(rows, columns));
    if (b.dtype() == DType.FLOAT32) {
      Floats from = b.floats();
      Floats to = y.floats();
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < columns; k++) {
          float value = gemm.alpha() * from.get(i * columns + k);
          to.set(gemm.transB() ? k * rows + i : i * columns + k, value);
        }
      }
      return y;
    }
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double value = gemm.alpha() * b.getDouble(i * columns + k);
        y.setDouble(gemm.transB() ? k * rows + i : i * columns + k, value);
      }
    }
    return y;
  }

  private static Tensor bias(Gemm gemm, Tensor c) {
    Shape shape = c.shape().rank() == 2 ? Shape.of(c.shape().dim(1)) : c.shape();
    Tensor y = Tensor.allocate(c.dtype(), shape);
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(i, gemm.beta() * c.getDouble(i));
    }
    return y;
  }
}
