package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;

/** A pass that looks at one node after the other, in their order. */
public abstract class NodePass implements Pass {
  private final String name;

  protected NodePass(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Graph apply(Graph graph, Facts facts) {
    if (!concerns(graph)) {
      return graph;
    }
    GraphEdit edit = new GraphEdit(graph, facts);
    edit.forEach(node -> visit(node, edit));
    return edit.finish();
  }

  private boolean concerns(Graph graph) {
    for (Node node : graph.nodes()) {
      if (concerns(node)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a node may give this pass something to do; a graph without such is passed over. */
  protected boolean concerns(Node node) {
    return true;
  }

  /** Improves what ends in this node, if it can. */
  protected abstract void visit(Node node, GraphEdit edit);
}
