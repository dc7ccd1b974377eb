package dev.assam;

import dev.assam.backend.Backend;
import dev.assam.error.InputException;
import dev.assam.onnx.ExternalData;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/** How a session is to be opened; immutable, made from {@link #DEFAULT} by the with-methods. */
public final class SessionOptions {
  public static final SessionOptions DEFAULT = new SessionOptions();

  private Backend backend = new ReferenceBackend();
  private long seed;
  private ExternalData externalData = ExternalData.NONE;
  private Map<String, Integer> dimensions = Map.of();
  private long memoryLimitBytes = Long.MAX_VALUE;
  private long timeLimitMillis = Long.MAX_VALUE;
  private Boolean optimise;
  private Set<String> withoutPasses = Set.of();
  private Map<String, Tensor> defaults = Map.of();

  private SessionOptions() {}

  private SessionOptions copy() {
    SessionOptions copy = new SessionOptions();
    copy.backend = backend;
    copy.seed = seed;
    copy.externalData = externalData;
    copy.dimensions = dimensions;
    copy.memoryLimitBytes = memoryLimitBytes;
    copy.timeLimitMillis = timeLimitMillis;
    copy.optimise = optimise;
    copy.withoutPasses = withoutPasses;
    copy.defaults = defaults;
    return copy;
  }

  /** What runs the model; by default the slow reference. */
  public SessionOptions withBackend(Backend value) {
    SessionOptions copy = copy();
    copy.backend = value;
    return copy;
  }

  /** Of random operators that have no seed of their own. */
  public SessionOptions withSeed(long value) {
    SessionOptions copy = copy();
    copy.seed = value;
    return copy;
  }

  /** Where tensors outside the model's file come from. */
  public SessionOptions withExternalData(ExternalData data) {
    SessionOptions copy = copy();
    copy.externalData = data;
    return copy;
  }

  /**
   * Sizes for symbolic dimensions of the inputs, by name.
   *
   * @throws InputException if one is negative
   */
  public SessionOptions withDimensions(Map<String, Integer> sizes) {
    for (Map.Entry<String, Integer> entry : sizes.entrySet()) {
      check("dimension \"" + entry.getKey() + "\"", entry.getValue());
    }
    SessionOptions copy = copy();
    copy.dimensions = Map.copyOf(sizes);
    return copy;
  }

  /**
   * How much opening and, separately, each run may allocate for tensors at one time; weights that
   * are read where they are in the file are not counted. What needs more fails with a {@link
   * dev.assam.error.MemoryException}.
   *
   * @throws InputException if it is negative
   */
  public SessionOptions withMemoryLimit(long bytes) {
    check("the memory limit in bytes", bytes);
    SessionOptions copy = copy();
    copy.memoryLimitBytes = bytes;
    return copy;
  }

  /**
   * How long opening and, separately, each run may take; looked at between nodes, so a single one
   * may take longer. What takes longer fails with a {@link dev.assam.error.TimeoutException}.
   *
   * @throws InputException if it is negative
   */
  public SessionOptions withTimeLimit(long milliseconds) {
    check("the time limit in milliseconds", milliseconds);
    SessionOptions copy = copy();
    copy.timeLimitMillis = milliseconds;
    return copy;
  }

  /** Whether the graph is optimised, whatever the backend. */
  public SessionOptions withOptimise(boolean whether) {
    SessionOptions copy = copy();
    copy.optimise = whether;
    return copy;
  }

  /** Leaves passes of the optimiser out, by name, to see what they are good for. */
  public SessionOptions withoutPasses(Set<String> names) {
    SessionOptions copy = copy();
    copy.withoutPasses = Set.copyOf(names);
    return copy;
  }

  /**
   * Gives inputs values, by name, so that they need not be given to each run; the model is
   * optimised for these values, and for others anew. They stay the caller's, and are read until the
   * session is closed.
   */
  public SessionOptions withDefaults(Map<String, Tensor> values) {
    SessionOptions copy = copy();
    copy.defaults = Map.copyOf(values);
    return copy;
  }

  public Backend backend() {
    return backend;
  }

  public long seed() {
    return seed;
  }

  public ExternalData externalData() {
    return externalData;
  }

  public Map<String, Integer> dimensions() {
    return dimensions;
  }

  public long memoryLimitBytes() {
    return memoryLimitBytes;
  }

  public long timeLimitMillis() {
    return timeLimitMillis;
  }

  /** Null for what the backend likes. */
  public Boolean optimise() {
    return optimise;
  }

  public Set<String> withoutPasses() {
    return withoutPasses;
  }

  public Map<String, Tensor> defaults() {
    return defaults;
  }

  private static void check(String what, long value) {
    if (value < 0) {
      throw new InputException(what + " is " + value + " (allowed: 0 or more)");
    }
  }
}
