package dev.assam;

import dev.assam.backend.Backend;
import dev.assam.error.InputException;
import dev.assam.onnx.ExternalData;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/**
 * How a session is to be opened; immutable, made from {@link #DEFAULT} by the with-methods.
 *
 * @param backend what runs the model; by default the slow reference
 * @param seed of random operators that have none of their own
 * @param externalData where tensors outside the model's file come from
 * @param dimensions sizes for symbolic dimensions of the inputs, by name
 * @param memoryLimitBytes how much opening and, separately, each run may allocate for tensors at
 *     one time; weights that are read where they are in the file are not counted
 * @param timeLimitMillis how long opening and, separately, each run may take; looked at between
 *     nodes, so a single one may take longer
 * @param optimise whether the graph is optimised; null for what the backend likes
 * @param withoutPasses names of passes of the optimiser that are left out
 * @param defaults values for inputs that then need not be given; for them the model is optimised
 */
public record SessionOptions(
    Backend backend,
    long seed,
    ExternalData externalData,
    Map<String, Integer> dimensions,
    long memoryLimitBytes,
    long timeLimitMillis,
    Boolean optimise,
    Set<String> withoutPasses,
    Map<String, Tensor> defaults) {
  public static final SessionOptions DEFAULT =
      new SessionOptions(
          new ReferenceBackend(),
          0,
          ExternalData.NONE,
          Map.of(),
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          null,
          Set.of(),
          Map.of());

  /**
   * @throws InputException if a dimension or a limit is negative
   */
  public SessionOptions {
    dimensions = Map.copyOf(dimensions);
    withoutPasses = Set.copyOf(withoutPasses);
    defaults = Map.copyOf(defaults);
    for (Map.Entry<String, Integer> entry : dimensions.entrySet()) {
      check("dimension \"" + entry.getKey() + "\"", entry.getValue());
    }
    check("the memory limit in bytes", memoryLimitBytes);
    check("the time limit in milliseconds", timeLimitMillis);
  }

  public SessionOptions withBackend(Backend value) {
    return new SessionOptions(
        value,
        seed,
        externalData,
        dimensions,
        memoryLimitBytes,
        timeLimitMillis,
        optimise,
        withoutPasses,
        defaults);
  }

  public SessionOptions withSeed(long value) {
    return new SessionOptions(
        backend,
        value,
        externalData,
        dimensions,
        memoryLimitBytes,
        timeLimitMillis,
        optimise,
        withoutPasses,
        defaults);
  }

  public SessionOptions withExternalData(ExternalData data) {
    return new SessionOptions(
        backend,
        seed,
        data,
        dimensions,
        memoryLimitBytes,
        timeLimitMillis,
        optimise,
        withoutPasses,
        defaults);
  }

  public SessionOptions withDimensions(Map<String, Integer> sizes) {
    return new SessionOptions(
        backend,
        seed,
        externalData,
        sizes,
        memoryLimitBytes,
        timeLimitMillis,
        optimise,
        withoutPasses,
        defaults);
  }

  /** What needs more fails with a {@link dev.assam.error.MemoryException}. */
  public SessionOptions withMemoryLimit(long bytes) {
    return new SessionOptions(
        backend,
        seed,
        externalData,
        dimensions,
        bytes,
        timeLimitMillis,
        optimise,
        withoutPasses,
        defaults);
  }

  /** What takes longer fails with a {@link dev.assam.error.TimeoutException}. */
  public SessionOptions withTimeLimit(long milliseconds) {
    return new SessionOptions(
        backend,
        seed,
        externalData,
        dimensions,
        memoryLimitBytes,
        milliseconds,
        optimise,
        withoutPasses,
        defaults);
  }

  /** Whether the graph is optimised, whatever the backend. */
  public SessionOptions withOptimise(boolean whether) {
    return new SessionOptions(
        backend,
        seed,
        externalData,
        dimensions,
        memoryLimitBytes,
        timeLimitMillis,
        whether,
        withoutPasses,
        defaults);
  }

  /** Leaves passes of the optimiser out, to see what they are good for. */
  public SessionOptions withoutPasses(Set<String> names) {
    return new SessionOptions(
        backend,
        seed,
        externalData,
        dimensions,
        memoryLimitBytes,
        timeLimitMillis,
        optimise,
        names,
        defaults);
  }

  /**
   * Gives inputs values, by name, so that they need not be given to each run; the model is
   * optimised for these values, and for others anew. They stay the caller's, and are read until the
   * session is closed.
   */
  public SessionOptions withDefaults(Map<String, Tensor> values) {
    return new SessionOptions(
        backend,
        seed,
        externalData,
        dimensions,
        memoryLimitBytes,
        timeLimitMillis,
        optimise,
        withoutPasses,
        values);
  }

  private static void check(String what, long value) {
    if (value < 0) {
      throw new InputException(what + " is " + value + " (allowed: 0 or more)");
    }
  }
}
