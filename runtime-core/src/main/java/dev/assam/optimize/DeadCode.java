package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.op.move.Split;
import dev.assam.op.nn.BatchNormalization;
import java.util.List;

/** Leaves out nodes that nobody needs, and outputs that nobody needs of nodes that stay. */
final class DeadCode implements Pass {
  @Override
  public String name() {
    return "drop-dead-code";
  }

  @Override
  public Graph apply(Graph graph, Facts facts) {
    GraphEdit edit = new GraphEdit(graph, facts);
    List<Node> nodes = edit.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      edit.removeIfDead(nodes.get(i));
    }
    edit.forEach(node -> dropOutputs(node, edit));
    return edit.finish();
  }

  private static void dropOutputs(Node node, GraphEdit edit) {
    // By its outputs an old BatchNormalization knows that it trains, a Split how many parts it has.
    if (node.op() instanceof BatchNormalization
        || node.op() instanceof Split
        || !node.op().subgraphs().isEmpty()) {
      return;
    }
    Node current = node;
    for (int i = 0; i < node.outputs().size(); i++) {
      if (node.outputs().get(i) != null && !edit.isUsed(node.outputs().get(i))) {
        current = edit.dropOutput(current, i);
      }
    }
  }
}
