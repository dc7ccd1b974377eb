package dev.assam.pages.bench;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.Chromium;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.PageSetup;
import dev.assam.pages.measure.Peers;
import dev.assam.pages.measure.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What peers take to train a fully connected network on a batch of 64, as the 2019 paper measured
 * it. Assam does not train, and there is no native baseline; a row has times only if the error on
 * the batch fell.
 */
final class TrainingExperiment implements Experiment {
  private static final Map<String, Map<String, String>> PACKAGES =
      Map.of(
          "convnetjs", Map.of("convnetjs", Peers.CONVNETJS),
          "brainjs", Map.of("brainjs", Peers.BRAIN),
          "synaptic", Map.of("synaptic", Peers.SYNAPTIC),
          "tfjs-cpu", Map.of("tfjs", Peers.TFJS),
          "tfjs-webgl", Map.of("tfjs", Peers.TFJS));
  private static final List<String> RUNTIMES =
      List.of("convnetjs", "brainjs", "synaptic", "tfjs-cpu", "tfjs-webgl");
  private static final List<Integer> DEPTHS = List.of(1, 2, 4, 8);
  private static final List<Integer> WIDTHS = List.of(64, 128, 256);

  /** A network of the grid. */
  private record Network(int depth, int width) {
    @Override
    public String toString() {
      return "fc-" + depth + "x" + width;
    }
  }

  @Override
  public String name() {
    return "training";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    List<RowId> rows = new ArrayList<>();
    for (String runtime : runtimes(bench)) {
      networks().forEach(network -> rows.add(id(bench, network, runtime)));
    }
    return rows;
  }

  private static List<String> runtimes(Bench bench) {
    List<String> chosen = bench.plan().chosen();
    return chosen.isEmpty() ? RUNTIMES : chosen.stream().filter(RUNTIMES::contains).toList();
  }

  private static List<Network> networks() {
    List<Network> networks = new ArrayList<>();
    for (int depth : DEPTHS) {
      WIDTHS.forEach(width -> networks.add(new Network(depth, width)));
    }
    return networks;
  }

  private RowId id(Bench bench, Network network, String runtime) {
    return bench.measurer().id(name(), network.toString(), runtime, 1);
  }

  @Override
  public void run(Bench bench) {
    for (String runtime : runtimes(bench)) {
      for (Network network : networks()) {
        RowId id = id(bench, network, runtime);
        bench.measure(id, () -> measure(bench, id, network));
      }
    }
  }

  private static Row measure(Bench bench, RowId id, Network network) {
    PACKAGES.get(id.runtime()).forEach(bench.site()::peer);
    String url =
        bench
            .site()
            .address(
                "train.html",
                Map.of("peer", id.runtime(), "depth", network.depth(), "width", network.width()));
    int timeout = bench.measurer().settings().timeoutSeconds();
    try (Chromium chromium = Contestants.launch(id.runtime().contains("webg"));
        Page page = chromium.newPage()) {
      return chromium.within(
          2 * timeout,
          () -> {
            page.setDefaultTimeout(timeout * 1e3);
            page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.waitForFunction("() => window.training");
            return row(bench, id, page, chromium.version());
          });
    }
  }

  private static Row row(Bench bench, RowId id, Page page, String browser) {
    Settings settings = bench.measurer().settings();
    Map<?, ?> opened = (Map<?, ?>) page.evaluate("() => training.open()");
    int warm = samples(page, settings.warmMillis(), Integer.MAX_VALUE).length;
    double[] samples = samples(page, settings.budgetMillis(), settings.runs());
    double before = number(opened.get("error"));
    double after = number(page.evaluate("() => training.error()"));
    if (!(after < before)) {
      throw new ContestantException(
          Status.WRONG,
          "the error on the batch went from " + before + " to " + after + " instead of falling");
    }
    return new Row(
        id,
        Status.OK,
        "",
        PageSetup.of(opened, 1, browser),
        new Row.Times(
            number(opened.get("loadMs")),
            number(opened.get("compileMs")),
            number(opened.get("firstMs")),
            warm,
            samples),
        Row.Memory.UNKNOWN,
        null,
        Map.of("error_before", before, "error_after", after),
        Map.of(),
        bench.measurer().origin());
  }

  private static double[] samples(Page page, int millis, int most) {
    List<?> samples =
        (List<?>) page.evaluate("([ms, most]) => training.run(ms, most)", List.of(millis, most));
    return samples.stream().mapToDouble(TrainingExperiment::number).toArray();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
