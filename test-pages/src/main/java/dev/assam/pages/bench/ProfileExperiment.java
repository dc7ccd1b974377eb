package dev.assam.pages.bench;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.microbench.NodeTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which kernels of a model take how long, in each world that has our kernels. */
final class ProfileExperiment implements Experiment {
  private static final List<String> WORLDS =
      List.of("assam-jvm", "assam-jvm-128", "assam-wasm", "assam-wasm-plain");
  private static final int ROUNDS = 30;

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    List<RowId> rows = new ArrayList<>();
    for (BenchModel model : bench.models()) {
      WORLDS.forEach(world -> rows.add(id(model, world)));
    }
    return rows;
  }

  private RowId id(BenchModel model, String world) {
    return new RowId(name(), model.name(), world, 1, ROUNDS + " rounds");
  }

  @Override
  public void run(Bench bench) {
    for (BenchModel model : bench.models()) {
      for (String world : WORLDS) {
        RowId id = id(model, world);
        bench.measure(id, () -> row(bench, id, model));
      }
    }
  }

  private static Row row(Bench bench, RowId id, BenchModel model) {
    int timeout = bench.measurer().settings().timeoutSeconds();
    // HotSpot compiles what it saw often; a whole model in node steps takes it some seconds.
    int warm = bench.measurer().settings().warmMillis();
    List<NodeTimes.NodeTime> times =
        switch (id.runtime()) {
          case "assam-jvm" -> NodeTimes.jvm(model, 5 * warm, ROUNDS, timeout);
          case "assam-jvm-128" ->
              NodeTimes.jvm(model, 5 * warm, ROUNDS, timeout, "-XX:MaxVectorSize=16");
          case "assam-wasm" -> NodeTimes.page(model, "relaxed", warm, ROUNDS, timeout);
          default -> NodeTimes.page(model, "plain", warm, ROUNDS, timeout);
        };
    Map<String, Double> millis = new TreeMap<>();
    times.forEach(time -> millis.merge(time.name(), time.millis(), Double::sum));
    String simd = id.runtime().endsWith("plain") ? "plain" : "relaxed";
    Row.Setup setup = Row.Setup.of(1, id.runtime().contains("wasm") ? simd : id.runtime());
    return Row.of(id, setup, millis, bench.measurer().origin());
  }
}
