package dev.assam.backend.device;

import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;

/**
 * A node on the device.
 *
 * @param at its place in the order of all nodes, from 0 on
 * @param choice its kernel; null for a view, whose output is its input under another shape
 */
public record DeviceNode<K extends DeviceKernel>(
    NodeRequest request, int at, KernelTable.Choice<K> choice) {
  /** The kernel's name, or {@code view}. */
  public String kernel() {
    return choice == null ? "view" : choice.name();
  }
}
