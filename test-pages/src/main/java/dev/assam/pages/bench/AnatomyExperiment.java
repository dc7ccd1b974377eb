package dev.assam.pages.bench;

import dev.assam.nativerun.report.Anatomy;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Measurer;
import dev.assam.pages.measure.OpenModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each step from the native library to the page costs: the same model open in all of them at
 * once, running in turns, so that what else the machine does touches neighbours alike.
 */
final class AnatomyExperiment implements Experiment {
  private static final int RUNS_PER_ROUND = 3;
  private static final int FEWEST_ROUNDS = 3;
  private static final int LONGEST_BUDGETS = 4;

  @Override
  public String name() {
    return Anatomy.EXPERIMENT;
  }

  @Override
  public List<RowId> rows(Bench bench) {
    return bench.models().stream().flatMap(model -> rows(bench, model).stream()).toList();
  }

  private List<RowId> rows(Bench bench, BenchModel model) {
    return Anatomy.CHAIN.stream()
        .map(runtime -> bench.measurer().id(name(), model.name(), runtime, 1))
        .toList();
  }

  @Override
  public void run(Bench bench) {
    for (BenchModel model : bench.models()) {
      List<RowId> ids = rows(bench, model);
      bench.measureTogether(ids, () -> measure(bench, model, ids));
    }
    Anatomy.CHAIN.forEach(bench.contestants()::end);
  }

  private static void measure(Bench bench, BenchModel model, List<RowId> ids) {
    Map<RowId, OpenModel> open = new LinkedHashMap<>();
    try {
      for (RowId id : ids) {
        open(bench, model, id, open);
      }
      rounds(bench, model, open);
    } finally {
      open.values().forEach(OpenModel::close);
    }
  }

  private static void open(Bench bench, BenchModel model, RowId id, Map<RowId, OpenModel> open) {
    try {
      OpenModel opened = bench.contestants().get(id.runtime()).open(model, 1);
      open.put(id, opened);
      Row wrong = bench.measurer().check(id, opened, model);
      if (wrong != null) {
        open.remove(id).close();
        bench.add(wrong);
      }
    } catch (ContestantException e) {
      if (open.containsKey(id)) {
        open.remove(id).close();
      }
      bench.fail(id, e.status(), e.getMessage());
    }
  }

  private static void rounds(Bench bench, BenchModel model, Map<RowId, OpenModel> open) {
    Measurer measurer = bench.measurer();
    int rounds = bench.plan().rounds();
    Map<RowId, Measurer.Warm> warm = new LinkedHashMap<>();
    Map<RowId, Integer> perRound = new LinkedHashMap<>();
    Map<RowId, Integer> roundsOf = new LinkedHashMap<>();
    Map<RowId, double[]> samples = new LinkedHashMap<>();
    Map<RowId, Map<String, Double>> cpu = new LinkedHashMap<>();
    for (RowId id : List.copyOf(open.keySet())) {
      attempt(
          bench,
          open,
          id,
          opened -> {
            warm.put(id, measurer.warm(opened));
            double estimate = warm.get(id).millis();
            double budget = (double) measurer.settings().budgetMillis() / rounds;
            perRound.put(id, (int) Math.max(1, Math.min(RUNS_PER_ROUND, budget / estimate)));
            // What takes seconds runs in the first rounds only.
            double all = LONGEST_BUDGETS * measurer.settings().budgetMillis() / estimate;
            roundsOf.put(id, (int) Math.max(FEWEST_ROUNDS, Math.min(rounds, all)));
            samples.put(id, new double[0]);
            cpu.put(id, Map.of());
          });
    }
    for (int round = 0; round < rounds; round++) {
      for (RowId id : List.copyOf(open.keySet())) {
        if (round >= roundsOf.get(id)) {
          continue;
        }
        attempt(
            bench,
            open,
            id,
            opened -> {
              OpenModel.Runs runs = opened.run(perRound.get(id), warm.get(id).each());
              samples.put(id, join(samples.get(id), runs.samplesMs()));
              cpu.put(id, sum(cpu.get(id), runs.cpuSeconds()));
            });
      }
    }
    open.forEach((id, opened) -> {
      OpenModel.Runs runs = new OpenModel.Runs(samples.get(id), cpu.get(id));
      bench.measure(
          id,
          () ->
              measurer
                  .row(id, opened, model, warm.get(id), runs, null)
                  .with(Anatomy.PER_ROUND, perRound.get(id)));
    });
  }

  private interface Step {
    void with(OpenModel model);
  }

  /** Does a step; a runtime that fails in it leaves the round with a row that says so. */
  private static void attempt(Bench bench, Map<RowId, OpenModel> open, RowId id, Step step) {
    OpenModel model = open.get(id);
    if (model == null) {
      return;
    }
    try {
      step.with(model);
    } catch (ContestantException e) {
      open.remove(id).close();
      bench.fail(id, e.status(), e.getMessage());
    }
  }

  private static double[] join(double[] a, double[] b) {
    double[] both = new double[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static Map<String, Double> sum(Map<String, Double> a, Map<String, Double> b) {
    Map<String, Double> sum = new LinkedHashMap<>(a);
    b.forEach((name, value) -> sum.merge(name, value, Double::sum));
    return sum;
  }
}
