package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.move.Transpose;
import dev.assam.op.shape.Flatten;
import dev.assam.op.shape.Reshape;
import dev.assam.op.shape.Squeeze;
import dev.assam.op.shape.Unsqueeze;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * Makes one Reshape of several, and one of a Transpose that moves dimensions of 1 only, since
 * neither moves any element.
 */
final class ReshapeChains extends NodePass {
  ReshapeChains() {
    super("join-reshapes");
  }

  @Override
  protected boolean concerns(Node node) {
    return isView(node.op()) || node.op() instanceof Transpose;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!concerns(node) || node.outputs().get(0) == null) {
      return;
    }
    Facts facts = edit.facts();
    Value x = node.inputs().get(0);
    Node before = edit.producer(x);
    if (node.op() instanceof Transpose) {
      Perm perm = Perm.of(node, facts);
      Shape shape = facts.shape(x);
      if (perm == null || !shape.hasRank() || !perm.keepsElements(shape)) {
        return;
      }
    } else if (before == null || !isView(before.op())) {
      return;
    }
    long[] target = target(facts.shape(node.outputs().get(0)));
    if (target == null) {
      return;
    }
    Value from = before != null && isView(before.op()) ? before.inputs().get(0) : x;
    Value shape = edit.constant(node.name() + "/shape", Tensor.ofLongs(target));
    edit.replace(
        node, new Node(node.name(), new Reshape(false), List.of(from, shape), node.outputs()));
  }

  private static boolean isView(Op op) {
    return op instanceof Reshape
        || op instanceof Flatten
        || op instanceof Squeeze
        || op instanceof Unsqueeze;
  }

  /** A shape for Reshape that needs no input's dimensions; null if there is none. */
  private static long[] target(Shape shape) {
    if (!shape.hasRank()) {
      return null;
    }
    long[] target = new long[shape.rank()];
    boolean rest = false;
    for (int i = 0; i < target.length; i++) {
      if (shape.dim(i) == 0 || (shape.dim(i) < 0 && rest)) {
        return null;
      }
      rest |= shape.dim(i) < 0;
      target[i] = Math.max(-1, shape.dim(i));
    }
    return target;
  }
}
