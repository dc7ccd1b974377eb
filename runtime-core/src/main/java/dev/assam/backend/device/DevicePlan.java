package dev.assam.backend.device;

import dev.assam.graph.Graph;
import dev.assam.graph.Value;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.List;
import java.util.Map;

/**
 * What runs where and in which order: pure data, printable.
 *
 * @param types of the graph's values, as far as they are known
 * @param regions what needs a place on the device, a line for each value that shares none
 * @param roots of the values that lie where another one lies, that one
 * @param results outputs of the graph that lie on the device
 */
public record DevicePlan<K extends DeviceKernel>(
    Graph graph,
    Map<Value, ValueType> types,
    List<Segment<K>> segments,
    List<Region> regions,
    Map<Value, Value> roots,
    List<Value> results) {
  /** A value in use on the device from one node's place in the order to another's, inclusive. */
  public record Region(Value value, TensorType type, int first, int last) {}

  public DevicePlan {
    segments = List.copyOf(segments);
    regions = List.copyOf(regions);
    results = List.copyOf(results);
  }

  /** The value that has the place of this one. */
  public Value root(Value value) {
    return roots.getOrDefault(value, value);
  }

  /** The type of a value on the device. */
  public TensorType type(Value value) {
    return (TensorType) types.get(value);
  }

  /** One line a node, a blank between segments. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Segment<K> segment : segments) {
      switch (segment) {
        case Segment.OnDevice<K> device -> {
          text.append("device, uploads ").append(device.uploads()).append('\n');
          for (DeviceNode<K> node : device.nodes()) {
            text.append("  ").append(node.kernel()).append(" \"");
            text.append(node.request().node().name()).append("\" ");
            text.append(node.request().node().op()).append('\n');
          }
        }
        case Segment.OnHost<K> host -> {
          text.append("host, reads ").append(host.reads()).append('\n');
          host.graph()
              .nodes()
              .forEach(node ->
                  text.append("  \"")
                      .append(node.name())
                      .append("\" ")
                      .append(node.op())
                      .append('\n'));
        }
      }
    }
    return text.append("results ").append(results).append('\n').toString();
  }
}
