package dev.assam.backend.device;

import dev.assam.backend.Backend;
import dev.assam.backend.Compiler;
import dev.assam.backend.Completion;
import dev.assam.backend.Support;
import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import java.util.Set;

/** Runs graphs on a device, and what that has no kernels for on another backend, on the CPU. */
public class DeviceBackend implements Backend {
  private final Device<?> device;
  private final Backend fallback;

  /**
   * @param fallback which is done at once and likes the device's layout
   */
  public DeviceBackend(Device<?> device, Backend fallback) {
    this.device = device;
    this.fallback = fallback;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public Layout layout() {
    return device.layout();
  }

  @Override
  public Set<String> unwantedPasses() {
    return device.unwantedPasses();
  }

  @Override
  public Support supports(Node node) {
    return fallback.supports(node);
  }

  @Override
  public Compiler compiler(long seed) {
    return new DeviceCompiler<>(device, fallback, seed);
  }

  @Override
  public boolean answersLater() {
    return true;
  }

  @Override
  public Completion<Boolean> recover() {
    return device.recover();
  }
}
