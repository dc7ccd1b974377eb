package dev.assam.backend;

import java.util.List;

/**
 * The kernels of a backend in order of preference: the first factory that accepts a node wins.
 *
 * @param <R> what a kernel is asked for by
 * @param <K> the kernels
 */
public record KernelTable<R, K>(List<KernelFactory<R, K>> factories) {
  /** A kernel and the name of the factory that made it. */
  public record Choice<K>(String name, K kernel) {}

  public KernelTable {
    factories = List.copyOf(factories);
  }

  /** The kernel for a node, or null if no factory has one. */
  public Choice<K> choose(R request) {
    for (KernelFactory<R, K> factory : factories) {
      K kernel = factory.create(request);
      if (kernel != null) {
        return new Choice<>(factory.name(), kernel);
      }
    }
    return null;
  }

  /** The factories' names, a line each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (KernelFactory<R, K> factory : factories) {
      text.append(factory.name()).append('\n');
    }
    return text.toString();
  }
}
