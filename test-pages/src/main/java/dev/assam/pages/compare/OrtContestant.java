package dev.assam.pages.compare;

import dev.assam.nativerun.ort.OrtModel;
import dev.assam.nativerun.ort.OrtOptions;
import dev.assam.nativerun.ort.OrtRun;
import dev.assam.tensor.Datum;
import java.util.Map;

/** ONNX Runtime's native build, through JavaCPP. */
final class OrtContestant implements Contestant {
  @Override
  public String name() {
    return "ort-native";
  }

  @Override
  public String description() {
    return "ONNX Runtime, native CPU build through JavaCPP";
  }

  @Override
  public Timing time(BenchModel model, int threads, int warmMillis, int runs) {
    Map<String, Datum> inputs = model.values();
    long start = System.nanoTime();
    try (OrtModel session = OrtModel.open(model.file(), OrtOptions.fastest(threads))) {
      double createMs = (System.nanoTime() - start) / 1e6;
      try (OrtRun run = session.prepare(inputs)) {
        return Stopwatch.time(createMs, run::run, warmMillis, runs);
      }
    } finally {
      inputs.values().forEach(Datum::release);
    }
  }

  @Override
  public void close() {}
}
