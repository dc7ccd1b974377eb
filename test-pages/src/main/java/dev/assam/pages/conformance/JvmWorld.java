package dev.assam.pages.conformance;

import dev.assam.ModelFile;
import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Backend;
import dev.assam.error.AssamException;
import dev.assam.simd.Backends;
import dev.assam.simd.Workers;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** This very JVM. */
final class JvmWorld implements World {
  private final String name;
  private final SessionOptions options;
  private final String device;
  private final Runnable end;

  /**
   * @param optimise whether graphs are optimised; null for what the backend likes
   */
  JvmWorld(String name, String backend, Boolean optimise) {
    this(name, Backends.of(backend, Workers.ONE), optimise, "", () -> {});
  }

  /**
   * @param device what the backend computes on, for the description
   * @param end what is to be closed at the end
   */
  JvmWorld(String name, Backend backend, Boolean optimise, String device, Runnable end) {
    this.name = name;
    this.device = device;
    this.end = end;
    SessionOptions chosen = SessionOptions.DEFAULT.withBackend(backend);
    this.options = optimise == null ? chosen : chosen.withOptimise(optimise);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "Java " + Runtime.version().feature() + device;
  }

  @Override
  public List<Datum> run(Path model, Map<String, Datum> inputs, List<ValueType> types) {
    List<Datum> outputs = new ArrayList<>();
    try (Session session = ModelFile.open(model, options)) {
      try (Result result = session.start(inputs).get()) {
        outputs.addAll(result.outputs().values());
        outputs.forEach(Datum::retain);
      }
    } catch (AssamException e) {
      throw new WorldException(e.code() + " " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // After the session's end: an output may be one of its weights.
    outputs.forEach(Datum::handOver);
    return outputs;
  }

  @Override
  public void close() {
    end.run();
  }
}
