package dev.assam;

import dev.assam.onnx.ExternalData;
import java.util.Map;

/**
 * How a session is to be opened; immutable, made from {@link #DEFAULT} by the with-methods.
 *
 * @param backend {@code auto}, or a backend's name
 * @param seed of random operators that have none of their own
 * @param externalData where tensors outside the model's file come from
 * @param dimensions sizes for symbolic dimensions of the inputs, by name
 */
public record SessionOptions(
    String backend, long seed, ExternalData externalData, Map<String, Integer> dimensions) {
  public static final SessionOptions DEFAULT =
      new SessionOptions("auto", 0, ExternalData.NONE, Map.of());

  public SessionOptions {
    dimensions = Map.copyOf(dimensions);
  }

  public SessionOptions withBackend(String name) {
    return new SessionOptions(name, seed, externalData, dimensions);
  }

  public SessionOptions withSeed(long value) {
    return new SessionOptions(backend, value, externalData, dimensions);
  }

  public SessionOptions withExternalData(ExternalData data) {
    return new SessionOptions(backend, seed, data, dimensions);
  }

  public SessionOptions withDimensions(Map<String, Integer> sizes) {
    return new SessionOptions(backend, seed, externalData, sizes);
  }
}
