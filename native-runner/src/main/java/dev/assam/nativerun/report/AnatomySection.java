package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The gap taken apart: a factor for each cause, and threads. */
final class AnatomySection implements Section {
  private static final String PAGE = "assam-wasm";

  @Override
  public void write(Page page, RowSet rows) {
    List<Anatomy> all = new ArrayList<>();
    List<Anatomy> toPage = new ArrayList<>();
    for (String model : rows.models(Anatomy.EXPERIMENT)) {
      List<Row> chain = new ArrayList<>();
      Anatomy.CHAIN.forEach(runtime -> chain.add(rows.find(Anatomy.EXPERIMENT, model, runtime, 1)));
      add(all, Anatomy.of(model, chain));
      add(toPage, Anatomy.until(model, chain, PAGE));
    }
    if (all.isEmpty()) {
      return;
    }
    page.chapter("Anatomy of the gap");
    page.words(
        "The same kernels run on both sides, so the way from the native library to the page can be"
            + " walked in steps that differ in one thing each. All runtimes of a model are open at"
            + " once and run in turns, one thread each; a factor is the median over the rounds of"
            + " the ratio within a round. The total is measured directly, first against last, so"
            + " that factors that do not multiply to it would show.");
    factors(page, all);
    products(page, all, toPage);
    page.command("./assam bench --only anatomy");
    for (Anatomy anatomy : all) {
      waterfall(page, anatomy);
    }
    threads(page, rows);
  }

  private static void add(List<Anatomy> list, Anatomy anatomy) {
    if (anatomy != null) {
      list.add(anatomy);
    }
  }

  private static void factors(Page page, List<Anatomy> all) {
    Map<String, List<Double>> byCause = new LinkedHashMap<>();
    List<List<String>> lines = new ArrayList<>();
    all.forEach(anatomy ->
        anatomy
            .steps()
            .forEach(step ->
                byCause.computeIfAbsent(step.cause(), c -> new ArrayList<>()).add(step.factor())));
    List<String> header = new ArrayList<>(List.of("model"));
    byCause.keySet().forEach(cause -> header.add("× " + cause));
    for (Anatomy anatomy : all) {
      List<String> line = new ArrayList<>(List.of(anatomy.model()));
      for (String cause : byCause.keySet()) {
        line.add(
            anatomy.steps().stream()
                .filter(step -> step.cause().equals(cause))
                .map(step -> Page.number(step.factor()))
                .findFirst()
                .orElse("–"));
      }
      lines.add(line);
    }
    List<String> means = new ArrayList<>(List.of("geometric mean"));
    byCause.values().forEach(list -> means.add(Page.number(Statistics.geometricMean(list))));
    lines.add(means);
    page.heading("Factors (above 1: slower)").table(header, lines);
  }

  private static void products(Page page, List<Anatomy> all, List<Anatomy> toPage) {
    List<List<String>> lines = new ArrayList<>();
    for (Anatomy anatomy : toPage) {
      lines.add(line(anatomy, "native → page, relaxed SIMD"));
    }
    for (Anatomy anatomy : all) {
      lines.add(line(anatomy, "native → " + anatomy.steps().getLast().to()));
    }
    page.heading("Do the factors multiply to the total?")
        .table(List.of("model", "way", "product", "measured", "apart", "within 5 %"), lines);
  }

  private static List<String> line(Anatomy anatomy, String way) {
    return List.of(
        anatomy.model(),
        way,
        Page.number(anatomy.product()),
        Page.number(anatomy.total()),
        String.format(Locale.ROOT, "%.1f %%", 100 * anatomy.deviation()),
        anatomy.holds() ? "ok" : "no");
  }

  private static void waterfall(Page page, Anatomy anatomy) {
    List<String> labels = new ArrayList<>(List.of("native library"));
    List<double[]> ranges = new ArrayList<>(List.of(new double[] {0.1, 1}));
    List<String> colours = new ArrayList<>(List.of(Charts.colour(0)));
    double at = 1;
    for (Anatomy.Step step : anatomy.steps()) {
      double next = at * step.factor();
      labels.add(step.cause());
      ranges.add(new double[] {Math.min(at, next), Math.max(at, next)});
      colours.add(next > at ? Charts.colour(3) : Charts.colour(2));
      at = next;
    }
    labels.add("measured");
    ranges.add(new double[] {0.1, anatomy.total()});
    colours.add(Charts.colour(1));
    page.chart(
        Charts.waterfall(
            anatomy.model()
                + ": times the native library's time, each step from where the last ended",
            labels,
            ranges,
            colours,
            "times native"),
        280);
  }

  private static void threads(Page page, RowSet rows) {
    List<List<String>> lines = new ArrayList<>();
    for (RowSet.Column column : rows.columns("zoo")) {
      if (column.threads() > 1) {
        List<Double> gains = new ArrayList<>();
        for (String model : rows.models("zoo")) {
          double gain =
              rows.median("zoo", model, column.runtime(), 1)
                  / rows.median("zoo", model, column.runtime(), column.threads());
          if (Double.isFinite(gain)) {
            gains.add(gain);
          }
        }
        lines.add(
            List.of(
                column.runtime(),
                Integer.toString(column.threads()),
                Page.number(Statistics.geometricMean(gains)),
                Integer.toString(gains.size())));
      }
    }
    if (!lines.isEmpty()) {
      page.heading("What threads gain (geometric mean, times faster than one)")
          .table(List.of("runtime", "threads", "gain", "models"), lines);
    }
  }
}
