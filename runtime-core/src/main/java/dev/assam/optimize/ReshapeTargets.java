package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.shape.Reshape;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.Arrays;

/**
 * Makes a Reshape's target constant where its dimensions are known, are the input's own at the same
 * place (0) or, one of them, what is left over (−1), so that the arithmetic with shapes that it
 * came from drops out.
 */
final class ReshapeTargets extends NodePass {
  ReshapeTargets() {
    super("know-reshapes");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Reshape;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Facts facts = edit.facts();
    if (!(node.op() instanceof Reshape) || facts.constant(node.inputs().get(1)) != null) {
      return;
    }
    long[] target = target(facts.shape(node.inputs().get(0)), facts.shape(node.outputs().get(0)));
    if (target != null) {
      Value constant = edit.constant(node.name() + "/shape", Tensor.ofLongs(target));
      edit.replace(
          node,
          new Node(
              node.name(),
              new Reshape(false),
              Arrays.asList(node.inputs().get(0), constant),
              node.outputs()));
    }
  }

  /** A target by which {@code x} becomes {@code y} whatever the unknown dimensions are, or null. */
  static long[] target(Shape x, Shape y) {
    if (!x.hasRank() || !y.hasRank()) {
      return null;
    }
    long[] target = new long[y.rank()];
    int rest = -1;
    for (int i = 0; i < target.length; i++) {
      int dim = y.dim(i);
      if (i < x.rank() && Shape.same(dim, x.dim(i))) {
        target[i] = dim > 0 ? dim : 0;
      } else if (dim > 0) {
        target[i] = dim;
      } else if (dim == 0 || rest >= 0) {
        return null;
      } else {
        rest = i;
        target[i] = -1;
      }
    }
    return target;
  }
}
