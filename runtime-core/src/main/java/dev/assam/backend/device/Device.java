package dev.assam.backend.device;

import dev.assam.backend.Completion;
import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;
import dev.assam.graph.Layout;
import dev.assam.tensor.DType;
import java.util.Set;

/**
 * Something beside the CPU that computes with memory of its own.
 *
 * @param <K> its kernels
 */
public interface Device<K extends DeviceKernel> {
  /** A short lower-case name, the backend's. */
  String name();

  /** The order of dimensions in which it likes pictures. */
  Layout layout();

  /** Passes of the optimiser that make nothing better here, by name. */
  Set<String> unwantedPasses();

  /** Whether tensors of this type can lie on the device. */
  boolean holds(DType dtype);

  /** The kernel for a node all of whose types it holds, or null. */
  KernelTable.Choice<K> choose(NodeRequest request);

  /** What keeps the weights of one session. */
  DeviceSession<K> open();

  /** Gets a new device after the old one was lost. */
  Completion<Boolean> recover();
}
