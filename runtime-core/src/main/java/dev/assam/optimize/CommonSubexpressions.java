package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes once what equal operators compute from the same values. */
final class CommonSubexpressions implements Pass {
  private record Key(Op op, List<Value> inputs) {}

  @Override
  public String name() {
    return "share-common";
  }

  @Override
  public Graph apply(Graph graph, Facts facts) {
    GraphEdit edit = new GraphEdit(graph, facts);
    Map<Key, Node> seen = new HashMap<>();
    edit.forEach(node -> {
      if (node.op().type().pure()) {
        Node first = seen.putIfAbsent(new Key(node.op(), node.inputs()), node);
        if (first != null) {
          share(first, node, edit);
        }
      }
    });
    return edit.finish();
  }

  private static void share(Node first, Node again, GraphEdit edit) {
    if (first.outputs().size() != again.outputs().size()) {
      return;
    }
    for (int i = 0; i < first.outputs().size(); i++) {
      Value output = again.outputs().get(i);
      if (output != null && (first.outputs().get(i) == null || edit.isOutput(output))) {
        return;
      }
    }
    for (int i = 0; i < first.outputs().size(); i++) {
      if (again.outputs().get(i) != null) {
        edit.rename(again.outputs().get(i), first.outputs().get(i));
      }
    }
  }
}
