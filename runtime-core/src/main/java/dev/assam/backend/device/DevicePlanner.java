package dev.assam.backend.device;

import dev.assam.backend.NodeRequest;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link DevicePlan}: puts nodes in an order with few changes between CPU and device, finds
 * what crosses, how long each value is in use, and which can share a place.
 */
final class DevicePlanner<K extends DeviceKernel> {
  private final Graph graph;
  private final Map<Value, ValueType> types;
  private final Placement<K> placement;
  private final List<Segment<K>> segments = new ArrayList<>();
  private final Set<Value> uploaded = new LinkedHashSet<>();
  private final Set<Value> computed = new HashSet<>();
  private final Map<Value, Integer> firstUse = new LinkedHashMap<>();
  private final Map<Value, Integer> lastUse = new HashMap<>();
  private final Map<Value, Value> roots = new HashMap<>();
  private int at;
  private int deviceSegments;

  DevicePlanner(Device<K> device, Graph graph, Map<Value, ValueType> types) {
    this.graph = graph;
    this.types = types;
    this.placement = new Placement<>(device, graph, types);
  }

  DevicePlan<K> plan() {
    order();
    List<Value> results = new ArrayList<>();
    for (Value output : new LinkedHashSet<>(graph.outputs())) {
      if (computed.contains(output)) {
        results.add(output);
        lastUse.put(output, at);
      }
    }
    for (Segment<K> segment : segments) {
      if (segment instanceof Segment.OnDevice<K> device) {
        device.nodes().forEach(this::share);
      }
    }
    List<DevicePlan.Region> regions = new ArrayList<>();
    firstUse.forEach((value, first) -> {
      if (root(value) == value) {
        regions.add(
            new DevicePlan.Region(value, (TensorType) types.get(value), first, lastUse.get(value)));
      }
    });
    return new DevicePlan<>(graph, types, segments, regions, roots, results);
  }

  /** Takes all nodes of the CPU that can run, then all of the device, and so on. */
  private void order() {
    List<Node> nodes = graph.nodes();
    boolean[] taken = new boolean[nodes.size()];
    Set<Value> produced = new HashSet<>();
    for (Node node : nodes) {
      produced.addAll(node.outputs());
    }
    Set<Value> there = new HashSet<>();
    boolean onDevice = false;
    for (int left = nodes.size(); left > 0; onDevice = !onDevice) {
      List<Integer> batch = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        if (!taken[i] && placement.isOnDevice(i) == onDevice && isReady(i, produced, there)) {
          taken[i] = true;
          there.addAll(nodes.get(i).outputs());
          batch.add(i);
        }
      }
      left -= batch.size();
      if (!batch.isEmpty()) {
        segments.add(onDevice ? onDevice(batch) : onHost(batch));
      }
    }
  }

  private boolean isReady(int node, Set<Value> produced, Set<Value> there) {
    for (Value value : Graph.uses(graph.nodes().get(node))) {
      if (produced.contains(value) && !there.contains(value)) {
        return false;
      }
    }
    return true;
  }

  private Segment<K> onDevice(List<Integer> batch) {
    int start = at;
    List<Value> uploads = new ArrayList<>();
    List<DeviceNode<K>> nodes = new ArrayList<>();
    for (int i : batch) {
      DeviceNode<K> node = placement.node(i, at++);
      nodes.add(node);
      for (Value input : graph.nodes().get(i).inputs()) {
        if (input == null || graph.constants().containsKey(input)) {
          continue;
        }
        if (!computed.contains(input) && uploaded.add(input)) {
          uploads.add(input);
          firstUse.put(input, start);
        }
        lastUse.put(input, node.at());
      }
      for (Value output : graph.nodes().get(i).outputs()) {
        if (output != null) {
          computed.add(output);
          firstUse.put(output, node.at());
          lastUse.put(output, node.at());
        }
      }
    }
    return new Segment.OnDevice<>(deviceSegments++, uploads, nodes);
  }

  private Segment<K> onHost(List<Integer> batch) {
    Set<Value> own = new LinkedHashSet<>();
    List<Node> nodes = new ArrayList<>();
    for (int i : batch) {
      Node node = graph.nodes().get(i);
      nodes.add(node);
      own.addAll(node.outputs());
    }
    own.remove(null);
    Set<Value> inputs = new LinkedHashSet<>();
    Map<Value, Tensor> constants = new LinkedHashMap<>();
    List<Value> reads = new ArrayList<>();
    for (Node node : nodes) {
      for (Value value : Graph.uses(node)) {
        if (own.contains(value)) {
          continue;
        }
        Tensor constant = graph.constants().get(value);
        if (constant != null) {
          constants.put(value, constant);
        } else if (inputs.add(value) && computed.contains(value)) {
          reads.add(value);
          lastUse.merge(value, at - 1, Math::max);
        }
      }
    }
    List<Value> outputs = new ArrayList<>();
    for (Value value : own) {
      if (graph.outputs().contains(value) || isUsedOutside(value, batch)) {
        outputs.add(value);
      }
    }
    Graph part =
        new Graph(
            graph.name() + "/" + segments.size(),
            new ArrayList<>(inputs),
            outputs,
            nodes,
            constants);
    return new Segment.OnHost<>(part, reads);
  }

  private boolean isUsedOutside(Value value, List<Integer> batch) {
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (!batch.contains(i) && Graph.uses(graph.nodes().get(i)).contains(value)) {
        return true;
      }
    }
    return false;
  }

  private Value root(Value value) {
    return roots.getOrDefault(value, value);
  }

  /** Lets a node's output lie where an input lies if it is a view or may overwrite it. */
  private void share(DeviceNode<K> node) {
    NodeRequest request = node.request();
    Value output = request.node().outputs().get(0);
    if (node.choice() == null) {
      join(request.input(0), output);
      return;
    }
    if (output == null) {
      return;
    }
    for (int i = 0; i < request.inputs(); i++) {
      if (request.has(i)
          && !request.isConstant(i)
          && node.choice().kernel().canOverwrite(i)
          && lastUse.get(root(request.input(i))) == node.at()
          && request.shape(i).elements() == request.out(0).shape().elements()
          && isAlone(request, i)) {
        join(request.input(i), output);
        return;
      }
    }
  }

  /** Whether no other input of a node lies where input {@code i} lies. */
  private boolean isAlone(NodeRequest request, int i) {
    for (int j = 0; j < request.inputs(); j++) {
      if (j != i && request.has(j) && root(request.input(j)) == root(request.input(i))) {
        return false;
      }
    }
    return true;
  }

  private void join(Value with, Value value) {
    Value root = root(with);
    roots.put(value, root);
    lastUse.merge(root, lastUse.get(value), Math::max);
  }
}
