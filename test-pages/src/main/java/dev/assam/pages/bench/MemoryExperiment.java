package dev.assam.pages.bench;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestant;
import dev.assam.pages.measure.OpenModel;
import dev.assam.pages.measure.PssSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much memory a runtime holds while it opens a model, runs it first, and runs it warm. */
final class MemoryExperiment implements Experiment {
  private static final List<String> RUNTIMES =
      List.of("ort-native", "assam-jvm", "assam-wasm", "ort-web", "tfjs-wasm");
  private static final int MOMENTS = 20;
  private static final int RUNS = 10;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    List<RowId> rows = new ArrayList<>();
    for (BenchModel model : bench.models()) {
      RUNTIMES.forEach(runtime -> rows.add(bench.measurer().id(name(), model.name(), runtime, 1)));
    }
    return rows;
  }

  @Override
  public void run(Bench bench) {
    for (BenchModel model : bench.models()) {
      for (String runtime : RUNTIMES) {
        RowId id = bench.measurer().id(name(), model.name(), runtime, 1);
        bench.measure(id, () -> measure(bench, id, model));
        bench.contestants().end(runtime);
      }
    }
  }

  private static Row measure(Bench bench, RowId id, BenchModel model) {
    Contestant contestant = bench.contestants().get(id.runtime());
    try (PssSampler sampler = new PssSampler();
        OpenModel open = contestant.open(model, 1)) {
      Row wrong = bench.measurer().check(id, open, model);
      if (wrong != null) {
        return wrong;
      }
      double opened = sampler.seconds();
      double peakOpening = sampler.peak();
      open.run(RUNS, 1);
      double done = sampler.seconds();
      Map<String, Double> values = new TreeMap<>();
      put(values, "opening_", sampler.course(0, opened, MOMENTS));
      put(values, "running_", sampler.course(opened, done, MOMENTS));
      values.put("peak_opening_bytes", peakOpening);
      values.put("peak_bytes", sampler.peak());
      values.put("model_bytes", (double) model.file().toFile().length());
      Row.Memory memory = open.memory();
      if (memory.plannedBytes() != null) {
        values.put("planned_bytes", (double) memory.plannedBytes());
      }
      if (memory.linearBytes() != null) {
        values.put("linear_bytes", (double) memory.linearBytes());
      }
      return Row.of(id, open.opened().setup(), values, bench.measurer().origin())
          .checked(bench.measurer().error(open, model));
    }
  }

  private static void put(Map<String, Double> values, String prefix, double[] course) {
    for (int i = 0; i < course.length; i++) {
      if (!Double.isNaN(course[i])) {
        values.put(prefix + (i < 10 ? "0" : "") + i, course[i]);
      }
    }
  }
}
