package dev.assam.pages.bench;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Statistics;
import dev.assam.pages.Chromium;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.OpenModel;
import dev.assam.pages.measure.Peers;
import java.util.ArrayList;
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
  public void run(Bench bench) {
    List<BenchModel> models = bench.models(name());
    for (BenchModel model : models.subList(0, Math.min(2, models.size()))) {
      RowId id = bench.measurer().id(name(), model.name(), PEER, 1);
      bench.measure(id, () -> check(bench, model, id));
    }
    bench.contestants().end(PEER);
  }

  private static Row check(Bench bench, BenchModel model, RowId id) {
    List<Double> ours = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
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
          bench.measurer().warm(open);
          ours.add(Statistics.median(open.run(RUNS, 1).samplesMs()));
        }
        try (Page page = chromium.newPage()) {
          page.setDefaultTimeout(bench.measurer().settings().timeoutSeconds() * 1e3);
          page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
          page.waitForFunction("() => window.samples");
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
        Row.Setup.of(1, "plain"),
        Map.of(
            "ratio", Statistics.median(ratios),
            "ours_ms", Statistics.median(toArray(ours)),
            "bare_ms", Statistics.median(toArray(bare))),
        bench.measurer().origin());
  }

  private static double[] toArray(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
