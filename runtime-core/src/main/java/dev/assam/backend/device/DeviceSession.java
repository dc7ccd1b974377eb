package dev.assam.backend.device;

/**
 * The weights and programs of one session on a device, for all its plans.
 *
 * @param <K> the device's kernels
 */
public interface DeviceSession<K extends DeviceKernel> extends AutoCloseable {
  /**
   * Gives the values of a plan places and its kernels programs, which may be compiled later.
   *
   * @throws dev.assam.error.AssamException if the device has no room for it
   */
  DeviceProgram compile(DevicePlan<K> plan);

  @Override
  void close();
}
