package dev.assam.backend.device;

import dev.assam.graph.Graph;
import dev.assam.graph.Value;
import java.util.List;

/**
 * Nodes that run one after the other in one place.
 *
 * @param <K> the device's kernels
 */
public sealed interface Segment<K extends DeviceKernel> {
  /**
   * On the device.
   *
   * @param index among the device's segments
   * @param uploads values that lie on the CPU and are needed for the first time
   * @param nodes in their order
   */
  record OnDevice<K extends DeviceKernel>(int index, List<Value> uploads, List<DeviceNode<K>> nodes)
      implements Segment<K> {}

  /**
   * On the CPU.
   *
   * @param graph of the nodes; its inputs are what they need of others, its outputs what others
   *     need of them
   * @param reads those inputs that are to be copied from the device first
   */
  record OnHost<K extends DeviceKernel>(Graph graph, List<Value> reads) implements Segment<K> {}
}
