package dev.assam.backend.device;

/** How a device computes a node of given types. */
public interface DeviceKernel {
  /** Whether output 0 may lie where input {@code i} lies, which is then overwritten. */
  default boolean canOverwrite(int i) {
    return false;
  }
}
