package dev.assam.pages.bench;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestant;
import dev.assam.pages.measure.OpenModel;
import dev.assam.pages.microbench.NodeTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which kernels of a model take how long, in each runtime that has a profiler or around which one
 * fits.
 */
final class ProfileExperiment implements Experiment {
  private static final List<String> NODE_BY_NODE =
      List.of("assam-jvm", "assam-jvm-128", "assam-wasm", "assam-wasm-plain");
  private static final List<String> WORLDS =
      List.of(
          "ort-native",
          "assam-jvm",
          "assam-jvm-128",
          "assam-wasm",
          "assam-wasm-plain",
          "assam-webgl",
          "assam-webgpu",
          "ort-web",
          "ort-web-webgpu",
          "tfjs-wasm",
          "tfjs-webgl",
          "tfjs-webgpu");
  private static final int ROUNDS = 20;

  /** Where a program takes a GPU's place a run takes seconds. */
  private static final int ROUNDS_GPU = 5;

  @Override
  public String name() {
    return "profile";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    List<RowId> rows = new ArrayList<>();
    for (BenchModel model : bench.models()) {
      worlds(bench).forEach(world -> rows.add(id(model, world)));
    }
    return rows;
  }

  private static List<String> worlds(Bench bench) {
    List<String> chosen = bench.plan().chosen();
    return chosen.isEmpty() ? WORLDS : chosen;
  }

  private RowId id(BenchModel model, String world) {
    return new RowId(name(), model.name(), world, 1, rounds(world) + " rounds");
  }

  private static int rounds(String runtime) {
    return runtime.contains("webg") ? ROUNDS_GPU : ROUNDS;
  }

  @Override
  public void run(Bench bench) {
    for (BenchModel model : bench.models()) {
      for (String world : worlds(bench)) {
        RowId id = id(model, world);
        bench.measure(id, () -> row(bench, id, model));
      }
    }
  }

  /** The outputs are compared first; only then a profiler runs. */
  private static Row row(Bench bench, RowId id, BenchModel model) {
    String runtime = id.runtime();
    boolean nodes = NODE_BY_NODE.contains(runtime);
    Row.Setup setup;
    Map<String, Double> millis;
    double error;
    try (Contestant contestant =
            nodes ? bench.contestants().plain(runtime) : bench.contestants().profiled(runtime);
        OpenModel open = contestant.open(model, 1)) {
      Row wrong = bench.measurer().check(id, open, model);
      if (wrong != null) {
        return wrong;
      }
      error = bench.measurer().error(open, model);
      setup = open.opened().setup();
      millis = nodes ? Map.of() : open.profile(rounds(runtime));
    }
    return Row.of(
            id,
            setup.profiled(),
            nodes ? nodes(bench, runtime, model) : millis,
            bench.measurer().origin())
        .checked(error);
  }

  /** Of Assam on the CPU each node alone, on numbers that nobody reads. */
  private static Map<String, Double> nodes(Bench bench, String runtime, BenchModel model) {
    int timeout = bench.measurer().settings().timeoutSeconds();
    // HotSpot compiles what it saw often; a whole model in node steps takes it some seconds.
    int warm = bench.measurer().settings().warmMillis();
    List<NodeTimes.NodeTime> times =
        switch (runtime) {
          case "assam-jvm" -> NodeTimes.jvm(model, 5 * warm, ROUNDS, timeout);
          case "assam-jvm-128" ->
              NodeTimes.jvm(model, 5 * warm, ROUNDS, timeout, "-XX:MaxVectorSize=16");
          case "assam-wasm" -> NodeTimes.page(model, "relaxed", warm, ROUNDS, timeout);
          default -> NodeTimes.page(model, "plain", warm, ROUNDS, timeout);
        };
    Map<String, Double> millis = new TreeMap<>();
    times.forEach(time -> millis.merge(time.name(), time.millis(), Double::sum));
    return millis;
  }
}
