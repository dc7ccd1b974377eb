package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Floats;
import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.fused.Fused;
import dev.assam.op.nn.BatchNormalization;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Computes BatchNormalization, and additions and multiplications by constants per channel, into the
 * weights of the convolution before; a BatchNormalization without one becomes a formula.
 */
final class ConvAffine extends NodePass {
  /** What scaled weights depend on. */
  private record Scaled(Value weights, int group, boolean transposed, List<Double> scales) {}

  ConvAffine() {
    super("fold-into-weights");
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Affine affine = Affine.of(node, edit.facts());
    if (affine == null) {
      return;
    }
    Node conv = edit.producer(affine.input());
    if (conv != null && edit.onlyUser(affine.input()) == node && fold(conv, affine, node, edit)) {
      return;
    }
    int rank = edit.facts().rank(affine.input());
    if (node.op() instanceof BatchNormalization && rank >= 2) {
      int[] dims = new int[rank - 1];
      Arrays.fill(dims, 1);
      dims[0] = affine.scale().length;
      DType dtype = edit.facts().dtype(affine.input());
      Value scale =
          edit.constant(
              node.name() + "/scale", Tensor.ofDoubles(dtype, Shape.of(dims), affine.scale()));
      Value shift =
          edit.constant(
              node.name() + "/shift", Tensor.ofDoubles(dtype, Shape.of(dims), affine.shift()));
      Expr expr = Expr.add(Expr.mul(Expr.in(0), Expr.in(1)), Expr.in(2));
      edit.replace(
          node,
          new Node(
              node.name(),
              new Fused(expr, dtype),
              List.of(affine.input(), scale, shift),
              List.of(node.outputs().get(0))));
    }
  }

  private static boolean fold(Node conv, Affine affine, Node node, GraphEdit edit) {
    Op op = conv.op();
    boolean transposed = op instanceof ConvTranspose;
    int group =
        switch (op) {
          case Conv plain -> plain.group();
          case ConvTranspose other -> other.group();
          default -> 0;
        };
    if (group == 0) {
      return false;
    }
    Facts facts = edit.facts();
    Tensor w = facts.constant(conv.inputs().get(1));
    Value bias = conv.inputs().size() > 2 ? conv.inputs().get(2) : null;
    Tensor b = facts.constant(bias);
    if (w == null || bias != null && b == null || w.shape().rank() < 3) {
      return false;
    }
    int channels = transposed ? w.shape().dim(1) * group : w.shape().dim(0);
    if (!affine.suits(channels, w.shape().rank())) {
      return false;
    }
    Tensor shifted = Tensor.allocate(w.dtype(), Shape.of(channels));
    for (int m = 0; m < channels; m++) {
      double before = b == null ? 0 : b.getDouble(m);
      shifted.setDouble(m, before * affine.scale(m) + affine.shift(m));
    }
    List<Value> inputs = new ArrayList<>();
    inputs.add(conv.inputs().get(0));
    inputs.add(
        affine.onlyShifts()
            ? conv.inputs().get(1)
            : edit.constant(
                new Scaled(conv.inputs().get(1), group, transposed, affine.scales()),
                conv.name() + "/weights",
                () -> scaled(w, group, transposed, affine)));
    inputs.add(edit.constant(conv.name() + "/bias", shifted));
    edit.replace(node, new Node(conv.name(), op, inputs, List.of(node.outputs().get(0))));
    return true;
  }

  private static Tensor scaled(Tensor w, int group, boolean transposed, Affine affine) {
    Tensor scaled = Tensor.allocate(w.type());
    int columns = w.shape().dim(1);
    int rows = w.shape().dim(0);
    int taps = w.size() == 0 ? 1 : w.size() / rows / columns;
    for (int row = 0; row < rows; row++) {
      if (!transposed) {
        scale(w, row * columns * taps, columns * taps, affine.scale(row), scaled);
        continue;
      }
      for (int column = 0; column < columns; column++) {
        int channel = row / (rows / group) * columns + column;
        scale(w, (row * columns + column) * taps, taps, affine.scale(channel), scaled);
      }
    }
    w.storage().unload();
    return scaled;
  }

  private static void scale(Tensor from, int at, int count, double factor, Tensor to) {
    if (from.dtype() == DType.FLOAT32) {
      Floats x = from.floats();
      Floats y = to.floats();
      for (int i = at; i < at + count; i++) {
        y.set(i, (float) (x.get(i) * factor));
      }
      return;
    }
    for (int i = at; i < at + count; i++) {
      to.setDouble(i, from.getDouble(i) * factor);
    }
  }
}
