package dev.assam.pages.bench;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Statistics;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.Chromium;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.OpenModel;
import dev.assam.pages.measure.Outputs;
import dev.assam.pages.measure.Peers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether this harness measures a peer as a page does that has nothing but that peer on it: the two
 * pages in turns, onnxruntime-web on one thread.
 */
final class CheckExperiment implements Experiment {
  private static final String PEER = "ort-web";
  private static final int ROUNDS = 3;
  private static final int RUNS = 10;

  @Override
  public String name() {
    return "check";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    return models(bench).stream().map(model -> id(bench, model)).toList();
  }

  private RowId id(Bench bench, BenchModel model) {
    return bench.measurer().id(name(), model.name(), PEER, 1);
  }

  private static List<BenchModel> models(Bench bench) {
    return bench.models().stream().limit(2).toList();
  }

  @Override
  public void run(Bench bench) {
    for (BenchModel model : models(bench)) {
      RowId id = id(bench, model);
      bench.measure(id, () -> check(bench, model, id));
    }
    bench.contestants().end(PEER);
  }

  private static Row check(Bench bench, BenchModel model, RowId id) {
    List<Double> ours = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    Row.Setup setup = Row.Setup.of(1, "plain");
    double error = 0;
    bench.site().peer("ort", Peers.ORT_WEB);
    String manifest = bench.site().model(model, null);
    String url =
        bench
            .site()
            .address(
                "bare-ort.html",
                Map.of(
                    "model",
                    manifest,
                    "warm",
                    bench.measurer().settings().warmMillis(),
                    "runs",
                    RUNS));
    try (Chromium chromium = Contestants.launch(false)) {
      for (int round = 0; round < ROUNDS; round++) {
        try (OpenModel open = bench.contestants().get(PEER).open(model, 1)) {
          Row wrong = bench.measurer().check(id, open, model);
          if (wrong != null) {
            return wrong;
          }
          setup = open.opened().setup();
          error = Math.max(error, bench.measurer().error(open, model));
          bench.measurer().warm(open);
          ours.add(Statistics.median(open.run(RUNS, 1).samplesMs()));
        }
        try (Page page = chromium.newPage()) {
          page.setDefaultTimeout(bench.measurer().settings().timeoutSeconds() * 1e3);
          page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
          page.waitForFunction("() => window.samples");
          Outputs outputs =
              Outputs.decode(texts((Map<?, ?>) page.evaluate("() => window.outputs")));
          double bareError = outputs.error(bench.measurer().expected(model));
          if (bareError > model.tolerance()) {
            throw new ContestantException(
                Status.WRONG,
                "outputs of the bare page differ by " + bareError + " of the largest");
          }
          error = Math.max(error, bareError);
          List<?> samples = (List<?>) page.evaluate("() => window.samples");
          bare.add(
              Statistics.median(
                  samples.stream()
                      .mapToDouble(sample -> ((Number) sample).doubleValue())
                      .toArray()));
        }
      }
    }
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ratios[round] = ours.get(round) / bare.get(round);
    }
    return Row.of(
            id,
            setup,
            Map.of(
                "ratio", Statistics.median(ratios),
                "ours_ms", Statistics.median(toArray(ours)),
                "bare_ms", Statistics.median(toArray(bare))),
            bench.measurer().origin())
        .checked(error);
  }

  private static Map<String, String> texts(Map<?, ?> outputs) {
    Map<String, String> texts = new LinkedHashMap<>();
    outputs.forEach((name, text) -> texts.put((String) name, (String) text));
    return texts;
  }

  private static double[] toArray(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
