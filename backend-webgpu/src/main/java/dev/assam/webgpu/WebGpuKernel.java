package dev.assam.webgpu;

import dev.assam.backend.device.DeviceKernel;
import java.util.List;

/** How a node is computed for given types, before its values have places. */
public interface WebGpuKernel extends DeviceKernel {
  /** Number of 32-bit words of scratch memory that its launches need. */
  default int scratch() {
    return 0;
  }

  /** The same, where it depends on the device. */
  default int scratch(GpuLimits limits) {
    return scratch();
  }

  /** Whether it may be told of float16 as of float32; not if it works on words of elements. */
  default boolean allowsHalves() {
    return true;
  }

  /** Adds what is to be launched, one after the other. */
  void addLaunches(Places places, List<Launch> launches);
}
