package dev.assam.pages.bench;

import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import java.util.ArrayList;
import java.util.List;

/** Every model in every runtime, on one thread and, where a runtime has threads, on several. */
final class ZooExperiment implements Experiment {
  private static final List<String> WITH_THREADS =
      List.of(
          "ort-native", "assam-jvm", "assam-wasm", "ort-web", "tfjs-wasm", "firefox-assam-wasm");

  @Override
  public String name() {
    return "zoo";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    List<RowId> rows = new ArrayList<>();
    for (String runtime : bench.plan().runtimes()) {
      for (int count : threads(bench, runtime)) {
        for (BenchModel model : bench.models()) {
          rows.add(bench.measurer().id(name(), model.name(), runtime, count));
        }
      }
    }
    return rows;
  }

  private static List<Integer> threads(Bench bench, String runtime) {
    boolean several = WITH_THREADS.contains(runtime) && bench.plan().threads() > 1;
    return several ? List.of(1, bench.plan().threads()) : List.of(1);
  }

  @Override
  public void run(Bench bench) {
    for (String runtime : bench.plan().runtimes()) {
      for (int count : threads(bench, runtime)) {
        for (BenchModel model : bench.models()) {
          RowId id = bench.measurer().id(name(), model.name(), runtime, count);
          bench.measure(
              id,
              () ->
                  bench.measurer().measure(name(), bench.contestants().get(runtime), model, count));
        }
      }
      bench.contestants().end(runtime);
    }
  }
}
