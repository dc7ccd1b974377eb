package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.op.control.If;
import dev.assam.op.elementwise.Identity;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Puts the branch that is taken in the place of an If whose condition is known. */
final class InlineIf extends NodePass {
  InlineIf() {
    super("inline-if");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof If;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Tensor condition = node.op() instanceof If ? edit.facts().constant(node.inputs().get(0)) : null;
    if (condition == null || condition.size() != 1) {
      return;
    }
    If choice = (If) node.op();
    Graph taken = (Graph) (condition.getBoolean(0) ? choice.thenBranch() : choice.elseBranch());
    taken.constants().forEach(edit::constant);
    List<Node> nodes = new ArrayList<>(taken.nodes());
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.outputs().get(i) != null) {
        nodes.add(
            new Node(
                node.name(),
                new Identity(),
                List.of(taken.outputs().get(i)),
                List.of(node.outputs().get(i))));
      }
    }
    edit.replace(node, nodes.toArray(new Node[0]));
  }
}
