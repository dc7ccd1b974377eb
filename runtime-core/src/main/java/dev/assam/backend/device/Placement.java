package dev.assam.backend.device;

import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;
import dev.assam.backend.Views;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which nodes of a graph run on a device: those it has kernels for, but for little islands
 * among nodes of the CPU, which are not worth a trip.
 */
final class Placement<K extends DeviceKernel> {
  /** Elements that an island may have to do with and stay on the CPU. */
  private static final long ISLAND = 16384;

  private final Device<K> device;
  private final Graph graph;
  private final Map<Value, ValueType> types;
  private final List<NodeRequest> requests = new ArrayList<>();
  private final List<KernelTable.Choice<K>> choices = new ArrayList<>();
  private final boolean[] onDevice;
  private final Map<Value, Integer> producers = new HashMap<>();

  Placement(Device<K> device, Graph graph, Map<Value, ValueType> types) {
    this.device = device;
    this.graph = graph;
    this.types = types;
    List<Node> nodes = graph.nodes();
    onDevice = new boolean[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      for (Value output : nodes.get(i).outputs()) {
        producers.put(output, i);
      }
      choose(nodes.get(i), i);
    }
    while (leaveIslands()) {}
  }

  boolean isOnDevice(int node) {
    return onDevice[node];
  }

  /** A node of the device, at its place in the order. */
  DeviceNode<K> node(int node, int at) {
    return new DeviceNode<>(requests.get(node), at, choices.get(node));
  }

  private void choose(Node node, int i) {
    NodeRequest request = hasPlacedTypes(node) ? request(node) : null;
    boolean view = request != null && isView(request);
    KernelTable.Choice<K> choice = request == null || view ? null : device.choose(request);
    requests.add(request);
    choices.add(choice);
    onDevice[i] = view || choice != null;
  }

  /** The type of a value that can lie on the device, or null. */
  private TensorType placed(Value value) {
    return types.get(value) instanceof TensorType type
            && type.dtype() != null
            && type.shape().isStatic()
            && type.shape().elements() > 0
            && type.shape().elements() <= Integer.MAX_VALUE / 4
            && device.holds(type.dtype())
        ? type
        : null;
  }

  private boolean hasPlacedTypes(Node node) {
    for (Value input : node.inputs()) {
      if (input != null && !graph.constants().containsKey(input) && placed(input) == null) {
        return false;
      }
    }
    boolean any = false;
    for (Value output : node.outputs()) {
      any |= output != null;
      if (output != null && placed(output) == null) {
        return false;
      }
    }
    return any && node.op().type().pure() && node.op().subgraphs().isEmpty();
  }

  private NodeRequest request(Node node) {
    int inputs = node.inputs().size();
    TensorType[] inputTypes = new TensorType[inputs];
    Tensor[] constants = new Tensor[inputs];
    for (int i = 0; i < inputs; i++) {
      Value input = node.inputs().get(i);
      if (input != null) {
        if (!(types.get(input) instanceof TensorType type)) {
          return null;
        }
        inputTypes[i] = type;
        constants[i] = graph.constants().get(input);
        if (constants[i] != null && constants[i].storage().isFreed()) {
          return null;
        }
      }
    }
    TensorType[] outputs = new TensorType[node.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      Value output = node.outputs().get(i);
      outputs[i] = output == null ? null : placed(output);
    }
    return new NodeRequest(node, inputTypes, constants, outputs);
  }

  private boolean isView(NodeRequest request) {
    return request.has(0)
        && !request.isConstant(0)
        && request.outputs() == 1
        && request.in(0).dtype() == request.out(0).dtype()
        && request.shape(0).elements() == request.out(0).shape().elements()
        && Views.is(request.node().op(), request.shape(0));
  }

  /** Takes small islands beside nodes of the CPU from the device; whether there was one. */
  private boolean leaveIslands() {
    int[] islands = islands();
    long[] sizes = new long[onDevice.length];
    boolean[] touches = new boolean[onDevice.length];
    for (int i = 0; i < onDevice.length; i++) {
      Node node = graph.nodes().get(i);
      for (Value input : Graph.uses(node)) {
        Integer producer = producers.get(input);
        if (producer != null && onDevice[producer] != onDevice[i]) {
          touches[islands[onDevice[i] ? i : producer]] = true;
        }
      }
      if (onDevice[i] && choices.get(i) != null) {
        sizes[islands[i]] += elements(node);
      }
    }
    boolean found = false;
    for (int i = 0; i < onDevice.length; i++) {
      if (onDevice[i] && touches[islands[i]] && sizes[islands[i]] <= ISLAND) {
        onDevice[i] = false;
        found = true;
      }
    }
    return found;
  }

  private long elements(Node node) {
    long elements = 0;
    for (Value value : node.inputs()) {
      if (types.get(value) instanceof TensorType type && type.shape().isStatic()) {
        elements += type.shape().elements();
      }
    }
    for (Value value : node.outputs()) {
      elements += value == null ? 0 : placed(value).shape().elements();
    }
    return elements;
  }

  /** For each node of the device the first node of those that it is joined with by values. */
  private int[] islands() {
    int[] islands = new int[onDevice.length];
    for (int i = 0; i < islands.length; i++) {
      islands[i] = i;
      if (!onDevice[i]) {
        continue;
      }
      for (Value input : graph.nodes().get(i).inputs()) {
        Integer producer = producers.get(input);
        if (producer != null && onDevice[producer]) {
          join(islands, i, producer);
        }
      }
    }
    for (int i = 0; i < islands.length; i++) {
      islands[i] = first(islands, i);
    }
    return islands;
  }

  private static int first(int[] islands, int i) {
    int at = i;
    while (islands[at] != at) {
      at = islands[at];
    }
    return at;
  }

  private static void join(int[] islands, int a, int b) {
    int x = first(islands, a);
    int y = first(islands, b);
    islands[Math.max(x, y)] = Math.min(x, y);
  }
}
