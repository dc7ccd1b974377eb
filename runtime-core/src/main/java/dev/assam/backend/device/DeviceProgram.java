package dev.assam.backend.device;

import dev.assam.backend.Completion;
import dev.assam.backend.MemoryUse;
import dev.assam.graph.Value;
import dev.assam.tensor.Tensor;
import java.util.List;

/** A plan prepared on a device. What is asked for is done in the order in which it is asked for. */
public interface DeviceProgram extends AutoCloseable {
  /** Done once it can be launched; fails if the device refuses a program. */
  Completion<Boolean> ready();

  /**
   * Copies a tensor to the place of a value.
   *
   * @throws dev.assam.error.InputException if an element does not fit the device's type for it
   */
  void upload(Value value, Tensor tensor);

  /** Starts what a segment is to compute. */
  void launch(int segment);

  /**
   * Copies values to places of their own on the device, each a tensor over a {@link DeviceSource}
   * with one owner, the caller.
   *
   * @throws dev.assam.error.UnsupportedException if the device cannot keep anything
   */
  List<Tensor> keep(List<Value> values);

  /** Done when everything asked for before is; fails as {@link #read}. */
  Completion<Boolean> check();

  /**
   * Copies values back, each as a tensor with one owner, the caller. Fails if the device was lost
   * or a kernel has found an element that its operator refuses.
   */
  Completion<List<Tensor>> read(List<Value> values);

  /** What it holds on the device. */
  MemoryUse memory();

  /** Distinct programs of the device. */
  int programs();

  /** Launches of them in a run. */
  int launches();

  /** Launches for the node at this place in the order. */
  int launches(int at);

  @Override
  void close();
}
