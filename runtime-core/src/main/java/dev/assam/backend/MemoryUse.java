package dev.assam.backend;

/**
 * What a prepared plan holds, in bytes.
 *
 * @param weights constants as the backend keeps them
 * @param activations places for everything that is computed, planned before the first run
 * @param atLeast the most that lives at one time: no plan of the activations can do with less
 */
public record MemoryUse(long weights, long activations, long atLeast) {
  /** For what is not planned. */
  public static final MemoryUse NONE = new MemoryUse(0, 0, 0);
}
