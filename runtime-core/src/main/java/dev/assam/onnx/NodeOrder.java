package dev.assam.onnx;

import dev.assam.error.ModelFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts nodes in an order in which producers come first, keeping the file's order where it can. */
final class NodeOrder {
  private NodeOrder() {}

  /**
   * @throws ModelFormatException naming a node of a cycle if there is one
   */
  static List<Proto.Node> sort(List<Proto.Node> nodes, String graph) {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs) {
        if (!output.isEmpty()) {
          producers.putIfAbsent(output, i);
        }
      }
    }
    int[] waiting = new int[nodes.size()];
    List<List<Integer>> consumers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      consumers.add(new ArrayList<>());
    }
    for (int i = 0; i < nodes.size(); i++) {
      Set<Integer> before = new LinkedHashSet<>();
      for (String name : uses(nodes.get(i))) {
        Integer producer = producers.get(name);
        if (producer != null) {
          before.add(producer);
        }
      }
      waiting[i] = before.size();
      for (int producer : before) {
        consumers.get(producer).add(i);
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<Proto.Node> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.poll();
      sorted.add(nodes.get(next));
      for (int consumer : consumers.get(next)) {
        if (--waiting[consumer] == 0) {
          ready.add(consumer);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      int stuck = 0;
      while (waiting[stuck] == 0) {
        stuck++;
      }
      throw new ModelFormatException(
          "graph \"" + graph + "\" has a cycle through " + nodes.get(stuck).where());
    }
    return sorted;
  }

  private static Set<String> uses(Proto.Node node) {
    Set<String> uses = new LinkedHashSet<>(node.inputs);
    for (Proto.Attribute attribute : node.attributes) {
      if (attribute.value() instanceof Proto.Graph body) {
        uses.addAll(freeNames(body));
      } else if (node.opType.equals("Gradient") && attribute.value() instanceof String name) {
        uses.add(name);
      } else if (attribute.value() instanceof List<?> list) {
        for (Object element : list) {
          if (node.opType.equals("Gradient") && element instanceof String name) {
            uses.add(name);
          } else if (element instanceof Proto.Graph body) {
            uses.addAll(freeNames(body));
          }
        }
      }
    }
    return uses;
  }

  private static Set<String> freeNames(Proto.Graph body) {
    Set<String> own = new HashSet<>(body.initializers.keySet());
    for (Proto.NamedType input : body.inputs) {
      own.add(input.name());
    }
    for (Proto.Node node : body.nodes) {
      own.addAll(node.outputs);
    }
    Set<String> free = new LinkedHashSet<>();
    for (Proto.Node node : body.nodes) {
      free.addAll(uses(node));
    }
    for (Proto.NamedType output : body.outputs) {
      free.add(output.name());
    }
    free.removeAll(own);
    return free;
  }
}
