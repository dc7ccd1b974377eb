package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.nn.GroupNormalization;
import dev.assam.op.nn.InstanceNormalization;
import dev.assam.op.shape.Reshape;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * Finds GroupNormalization in an InstanceNormalization between two Reshapes, with the Mul and Add
 * of scales and biases of channels that follow it.
 */
final class GroupNorms extends NodePass {
  GroupNorms() {
    super("find-group-norms");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof InstanceNormalization;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Facts facts = edit.facts();
    Matching match = new Matching(edit);
    Node split = concerns(node) ? match.made(node.inputs().get(0), Reshape.TYPE) : null;
    Node merge = split == null ? null : match.onlyUser(node.outputs().get(0), Reshape.TYPE);
    if (merge == null
        || !isAll(facts.constant(node.inputs().get(1)), 1)
        || !isAll(facts.constant(node.inputs().get(2)), 0)) {
      return;
    }
    Value x = split.inputs().get(0);
    Shape shape = facts.shape(x);
    Shape groups = facts.shape(split.outputs().get(0));
    if (!Shapes.same(shape, facts.shape(merge.outputs().get(0)))
        || shape.rank() < 3
        || !match.isReal(x)
        || !Shapes.same(shape, 0, groups, 0)
        || shape.dim(1) <= 0
        || groups.dim(1) <= 0
        || shape.dim(1) % groups.dim(1) != 0) {
      return;
    }
    Node mul = match.onlyUser(merge.outputs().get(0), Binary.MUL);
    Node add = mul == null ? null : match.onlyUser(mul.outputs().get(0), Binary.ADD);
    if (add == null) {
      return;
    }
    Tensor scale = channels(Matching.other(mul, merge.outputs().get(0)), shape, facts);
    Tensor bias = channels(Matching.other(add, mul.outputs().get(0)), shape, facts);
    if (scale == null || bias == null) {
      return;
    }
    float epsilon = ((InstanceNormalization) node.op()).epsilon();
    DType dtype = facts.dtype(x);
    edit.replace(
        add,
        new Node(
            add.name(),
            new GroupNormalization(groups.dim(1), epsilon, false, dtype),
            List.of(
                x,
                edit.constant(node.name() + "/scale", scale),
                edit.constant(node.name() + "/bias", bias)),
            add.outputs()));
  }

  private static boolean isAll(Tensor tensor, double value) {
    if (tensor == null) {
      return false;
    }
    for (int i = 0; i < tensor.size(); i++) {
      if (tensor.getDouble(i) != value) {
        return false;
      }
    }
    return true;
  }

  /** A constant that is one number for each channel of {@code x}, as [C]; or null. */
  private static Tensor channels(Value value, Shape x, Facts facts) {
    Tensor tensor = facts.constant(value);
    if (tensor == null || tensor.size() != x.dim(1) || tensor.shape().rank() > x.rank()) {
      return null;
    }
    int at = tensor.shape().rank() - x.rank() + 1;
    return at >= 0 && tensor.shape().dim(at) == x.dim(1)
        ? tensor.withShape(Shape.of(x.dim(1)))
        : null;
  }
}
