package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.elementwise.Unary;
import dev.assam.op.nn.Softmax;
import dev.assam.op.reduce.Reduce;
import java.util.List;

/** Finds Softmax, exp(x − max x) / Σ exp(x − max x), along the last axis, with or without max. */
final class Softmaxes extends NodePass {
  Softmaxes() {
    super("find-softmax");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op().type() == Binary.DIV;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!concerns(node)) {
      return;
    }
    Matching match = new Matching(edit);
    Value powers = node.inputs().get(0);
    Node exp = match.made(powers, Unary.EXP);
    Node sum = match.made(node.inputs().get(1), Reduce.SUM);
    if (exp == null
        || sum == null
        || sum.inputs().get(0) != powers
        || match.lastAxes(sum) != 1
        || !match.isReal(powers)) {
      return;
    }
    Value x = exp.inputs().get(0);
    Node difference = match.made(x, Binary.SUB);
    if (difference != null) {
      Node max = match.made(difference.inputs().get(1), Reduce.MAX);
      if (match.lastAxes(max) == 1 && max.inputs().get(0) == difference.inputs().get(0)) {
        x = difference.inputs().get(0);
      }
    }
    edit.replace(node, new Node(node.name(), new Softmax(-1, false), List.of(x), node.outputs()));
  }
}
