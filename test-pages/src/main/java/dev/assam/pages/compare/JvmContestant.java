package dev.assam.pages.compare;

import dev.assam.ModelFile;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.simd.SimdBackend;
import dev.assam.simd.Workers;
import dev.assam.simd.jvm.ThreadPool;
import dev.assam.tensor.Datum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Assam on this JVM. */
final class JvmContestant implements Contestant {
  @Override
  public String name() {
    return "assam-jvm";
  }

  @Override
  public String description() {
    return "Assam, SIMD backend, Java " + Runtime.version().feature();
  }

  @Override
  public Timing time(BenchModel model, int threads, int warmMillis, int runs) {
    Workers workers = ThreadPool.of(threads);
    SessionOptions options = SessionOptions.DEFAULT.withBackend(new SimdBackend(workers));
    Map<String, Datum> inputs = model.values();
    long start = System.nanoTime();
    try (workers;
        Session session = ModelFile.open(model.file(), options)) {
      double createMs = (System.nanoTime() - start) / 1e6;
      return Stopwatch.time(createMs, () -> session.run(inputs).close(), warmMillis, runs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      inputs.values().forEach(Datum::release);
    }
  }

  @Override
  public void close() {}
}
