package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Networks of many depths and widths. */
final class GridSection implements Section {
  private static final String GRID = "grid";

  @Override
  public void write(Page page, RowSet rows) {
    if (rows.of(GRID).isEmpty()) {
      return;
    }
    page.chapter("Depth and width");
    page.words(
        "The grids of \"Moving Deep Learning into Web Browser\" (WWW 2019), made by this project:"
            + " fc-DxW is 784-[W]×D-10 with sigmoids, cnn-DxW has D layers (two convolutions of 16"
            + " channels and a pooling, again and again) over a picture of W×W pixels, rnn-DxW has D"
            + " layers of W units over 28 steps. The paper does not say what its widths of CNN and"
            + " RNN are the widths of; pixels and units are our reading. Inference of one sample;"
            + " training is not this project's.");
    for (String kind : List.of("fc", "cnn", "rnn")) {
      tables(page, rows, kind);
    }
    sizes(page, rows);
    page.command("./assam bench --only grid");
  }

  private static void tables(Page page, RowSet rows, String kind) {
    Set<String> runtimes = new LinkedHashSet<>();
    Set<String> models = new LinkedHashSet<>();
    for (Row row : rows.of(GRID)) {
      if (row.id().model().startsWith(kind + "-")) {
        runtimes.add(row.id().runtime());
        models.add(row.id().model());
      }
    }
    if (models.isEmpty()) {
      return;
    }
    List<String> header = new ArrayList<>(List.of("network"));
    header.addAll(runtimes);
    List<List<String>> infer = new ArrayList<>();
    List<List<String>> phases = new ArrayList<>();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String model : models) {
      List<String> medians = new ArrayList<>(List.of(model));
      List<String> loads = new ArrayList<>(List.of(model));
      for (String runtime : runtimes) {
        Row row = rows.find(GRID, model, runtime, 1);
        double median = row == null ? Double.NaN : row.medianMs();
        series
            .computeIfAbsent(runtime, r -> new ArrayList<>())
            .add(median > 0 ? median : Double.NaN);
        boolean ok = row != null && row.isOk();
        String status = row == null ? "–" : row.status().text();
        medians.add(ok ? Page.number(median) : status);
        loads.add(
            ok
                ? Page.number(row.times().loadMs())
                    + " + "
                    + Page.number(row.times().compileMs())
                    + " + "
                    + Page.number(row.times().firstMs())
                : status);
      }
      infer.add(medians);
      phases.add(loads);
    }
    series.values().removeIf(values -> values.stream().allMatch(value -> value.isNaN()));
    page.heading(kind + ": inference of a sample, milliseconds").table(header, infer);
    page.chart(Charts.bars(kind, List.copyOf(models), series, true, "milliseconds"), 320);
    page.heading(kind + ": runtime's load + model's load + first run, milliseconds")
        .table(header, phases);
  }

  private static void sizes(Page page, RowSet rows) {
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows.of("sizes")) {
      List<String> line = new ArrayList<>(List.of(row.id().model()));
      for (String name :
          List.of("onnx_bytes", "onnx_gzip_bytes", "json_bytes", "json_gzip_bytes")) {
        line.add(kilobytes(row.value(name)));
      }
      Map<String, String> own = new TreeMap<>();
      for (Row other : rows.of(GRID)) {
        if (other.id().model().equals(row.id().model())
            && other.facts().containsKey("file_bytes")) {
          double bytes = Double.parseDouble(other.facts().get("file_bytes"));
          own.put(other.id().runtime(), other.id().runtime() + " " + kilobytes(bytes));
        }
      }
      line.add(String.join(", ", own.values()));
      lines.add(line);
    }
    if (!lines.isEmpty()) {
      page.heading("Size of a model's file")
          .table(
              List.of(
                  "network",
                  "ONNX",
                  "ONNX, gzip",
                  "plain JSON",
                  "JSON, gzip",
                  "peers' own formats"),
              lines);
    }
  }

  private static String kilobytes(double bytes) {
    return Double.isNaN(bytes) ? "–" : Page.number(bytes / 1e3) + " KB";
  }
}
