package dev.assam.plan;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order of a graph's nodes with the last use of each value, and the plans of the bodies inside.
 *
 * @param bodies the plan of each body among the nodes' attributes
 */
public record ExecutionPlan(Graph graph, List<Step> steps, Map<Graph, ExecutionPlan> bodies) {
  public ExecutionPlan {
    steps = List.copyOf(steps);
    bodies = Collections.unmodifiableMap(bodies);
  }

  public static ExecutionPlan of(Graph graph) {
    Set<Value> own = new HashSet<>(graph.inputs());
    Map<Value, Integer> lastUse = new HashMap<>();
    Map<Graph, ExecutionPlan> bodies = new HashMap<>();
    List<Node> nodes = graph.nodes();
    for (Value input : graph.inputs()) {
      lastUse.put(input, 0);
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (Value value : Graph.uses(nodes.get(i))) {
        if (own.contains(value)) {
          lastUse.put(value, i);
        }
      }
      for (Value output : nodes.get(i).outputs()) {
        if (output != null) {
          own.add(output);
          lastUse.put(output, i);
        }
      }
      for (Graph body : Graph.bodies(nodes.get(i))) {
        bodies.put(body, of(body));
      }
    }
    for (Value output : graph.outputs()) {
      lastUse.remove(output);
    }
    List<List<Value>> releases = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      releases.add(new ArrayList<>());
    }
    for (Map.Entry<Value, Integer> entry : lastUse.entrySet()) {
      if (!nodes.isEmpty()) {
        releases.get(entry.getValue()).add(entry.getKey());
      }
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      releases.get(i).sort((a, b) -> a.name().compareTo(b.name()));
      steps.add(new Step(nodes.get(i), List.copyOf(releases.get(i))));
    }
    return new ExecutionPlan(graph, steps, bodies);
  }

  /** One line a step: the node, then what is given back after it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(step.node().op().type()).append(" \"").append(step.node().name()).append('"');
      for (Value value : step.release()) {
        text.append(" -").append(value);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
