package dev.assam.cli;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.optimize.Facts;
import dev.assam.optimize.Pass;
import java.io.PrintWriter;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A pass that tells what it changes, a line for each graph or body: as in {@code find-attention: 75
 * → 69 nodes: +6 Attention, -6 MatMul, -6 Softmax}.
 */
record ExplainedPass(Pass pass, PrintWriter out) implements Pass {
  @Override
  public String name() {
    return pass.name();
  }

  @Override
  public Graph apply(Graph graph, Facts facts) {
    Graph after = pass.apply(graph, facts);
    if (after != graph) {
      out.println("  " + name() + ": " + nodes(graph, after) + difference(graph, after));
    }
    return after;
  }

  private static String nodes(Graph before, Graph after) {
    return before.nodes().size() + " → " + after.nodes().size() + " nodes";
  }

  private static String difference(Graph before, Graph after) {
    Map<String, Integer> counts = new TreeMap<>();
    add(before, -1, counts);
    add(after, 1, counts);
    StringJoiner text = new StringJoiner(", ", ": ", "").setEmptyValue("");
    counts.forEach((name, count) -> {
      if (count != 0) {
        text.add((count > 0 ? "+" : "") + count + " " + name);
      }
    });
    return text.toString();
  }

  private static void add(Graph graph, int factor, Map<String, Integer> counts) {
    for (Node node : graph.nodes()) {
      counts.merge(node.op().type().toString(), factor, Integer::sum);
    }
  }
}
