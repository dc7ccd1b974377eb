package dev.assam.pages.bench;

import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import java.util.ArrayList;
import java.util.List;

/** Every model in every runtime, on one thread and, where a runtime has threads, on several. */
final class ZooExperiment implements Experiment {
  private static final List<String> WITH_THREADS =
      List.of("ort-native", "assam-jvm", "assam-wasm", "ort-web", "tfjs-wasm");

  @Override
  public String name() {
    return "zoo";
  }

  @Override
  public void run(Bench bench) {
    List<BenchModel> models = bench.models(name());
    for (String runtime : bench.plan().runtimes()) {
      List<Integer> threads = new ArrayList<>(List.of(1));
      if (WITH_THREADS.contains(runtime) && bench.plan().threads() > 1) {
        threads.add(bench.plan().threads());
      }
      for (int count : threads) {
        for (BenchModel model : models) {
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
