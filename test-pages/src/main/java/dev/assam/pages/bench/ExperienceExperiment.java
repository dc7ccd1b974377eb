package dev.assam.pages.bench;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.WaitUntilState;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.Chromium;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.Outputs;
import dev.assam.pages.measure.PageSetup;
import dev.assam.pages.measure.Peers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How an interactive page feels while a model runs on it, and without one. */
final class ExperienceExperiment implements Experiment {
  private static final List<String> MODELS = List.of("minilm", "ppocr-det");
  private static final List<String> STEPS = List.of("#add", "#toggle", "#filter", "#table");
  private static final int CLICK_MILLIS = 120;
  private static final String NOTHING = "no inference";

  /** One way to run a model on the page. */
  private record Way(
      String name, String peer, Map<String, ?> options, Map<String, String> packages, int pause) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("assam worker", "assam", Map.of("backend", "simd"), Map.of(), 0),
          new Way(
              "assam main thread",
              "assam",
              Map.of("backend", "simd", "worker", false),
              Map.of(),
              0),
          new Way("ort-web default", "ort", Map.of(), Map.of("ort", Peers.ORT_WEB), 0),
          new Way(
              "tfjs-wasm default",
              "tfjs",
              Map.of("backend", "wasm"),
              Map.of("tfjs", Peers.TFJS, "tfjs-wasm", Peers.TFJS_WASM),
              0),
          new Way("assam worker, 1:1 duty", "assam", Map.of("backend", "simd"), Map.of(), 1),
          new Way("ort-web default, 1:1 duty", "ort", Map.of(), Map.of("ort", Peers.ORT_WEB), 1));

  @Override
  public String name() {
    return "experience";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    int seconds = bench.plan().experienceSeconds();
    List<RowId> rows = new ArrayList<>(List.of(id(seconds, "", NOTHING)));
    for (BenchModel model : models()) {
      WAYS.forEach(way -> rows.add(id(seconds, model.name(), way.name())));
    }
    return rows;
  }

  /** Those that are there, whatever the plan's models are. */
  private static List<BenchModel> models() {
    return BenchModel.all().stream()
        .filter(model -> MODELS.contains(model.name()) && Files.isRegularFile(model.file()))
        .toList();
  }

  @Override
  public void run(Bench bench) {
    int seconds = bench.plan().experienceSeconds();
    RowId none = id(seconds, "", NOTHING);
    bench.measure(none, () -> measure(bench, none, null, null, seconds));
    for (BenchModel model : models()) {
      for (Way way : WAYS) {
        RowId id = id(seconds, model.name(), way.name());
        bench.measure(id, () -> measure(bench, id, model, way, seconds));
      }
    }
  }

  private RowId id(int seconds, String model, String way) {
    return new RowId(name(), model, way, 1, seconds + " s");
  }

  private static Row measure(Bench bench, RowId id, BenchModel model, Way way, int seconds) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("driven", "1");
    if (way != null) {
      way.packages().forEach(bench.site()::peer);
      config.put("peer", way.peer());
      config.put("model", bench.site().model(model, null));
      config.put("options", way.options());
      config.put("pause", way.pause());
    }
    String url = bench.site().address("experience.html", config);
    int timeout = bench.measurer().settings().timeoutSeconds() + 2 * seconds;
    try (Chromium chromium = Contestants.launch(false);
        Page page = chromium.newPage()) {
      return chromium.within(
          timeout,
          () -> {
            page.setDefaultTimeout(timeout * 1e3);
            page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.waitForFunction("() => window.experience");
            return row(bench, id, model, page, seconds, chromium.version());
          });
    }
  }

  private static Row row(
      Bench bench, RowId id, BenchModel model, Page page, int seconds, String browser) {
    Map<?, ?> opened = (Map<?, ?>) page.evaluate("() => experience.open()");
    Double error = null;
    if (model != null) {
      Map<String, String> outputs = new LinkedHashMap<>();
      ((Map<?, ?>) opened.get("outputs"))
          .forEach((name, text) -> outputs.put((String) name, (String) text));
      error = Outputs.decode(outputs).error(bench.measurer().expected(model));
      if (error > model.tolerance()) {
        throw new ContestantException(
            Status.WRONG, "outputs differ from ONNX Runtime's by " + error + " of the largest");
      }
    }
    // Where the buttons are is asked before, and clicks go there whatever the page is doing.
    List<BoundingBox> buttons =
        STEPS.stream().map(step -> page.locator(step).boundingBox()).toList();
    page.evaluate("() => experience.start()");
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (int i = 0; System.nanoTime() < end; i++) {
      BoundingBox button = buttons.get(i % buttons.size());
      page.mouse().click(button.x + button.width / 2, button.y + button.height / 2);
      page.waitForTimeout(CLICK_MILLIS);
    }
    Map<?, ?> told = (Map<?, ?>) page.evaluate("() => experience.stop()");
    Map<String, Double> values = new TreeMap<>();
    told.forEach((name, value) -> {
      if (value != null) {
        values.put((String) name, ((Number) value).doubleValue());
      }
    });
    Row.Setup setup =
        opened == null
            ? Row.Setup.of(1, null).in(browser)
            : PageSetup.of(opened, bench.plan().threads(), browser);
    Row row = Row.of(id, setup, values, bench.measurer().origin());
    return error == null ? row : row.checked(error);
  }
}
