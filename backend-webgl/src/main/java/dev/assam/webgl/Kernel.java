package dev.assam.webgl;

import dev.assam.backend.device.DeviceKernel;

/** How WebGL computes a node of given types: a sequence of draws. */
public interface Kernel extends DeviceKernel {
  /** Gives the outputs places and adds the passes that compute them. */
  void draw(Places places);
}
