package dev.assam.backend;

/**
 * Makes kernels of one sort.
 *
 * @param <R> what a kernel is asked for by: a node with the types of its values
 * @param <K> the kernels
 */
public interface KernelFactory<R, K> {
  /** The kernel's name in listings, benchmarks and profiles, such as {@code gemmF32}. */
  String name();

  /** A kernel for this node, or null if this factory has none for it. */
  K create(R request);
}
