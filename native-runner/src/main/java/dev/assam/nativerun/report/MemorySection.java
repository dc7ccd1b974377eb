package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.List;

/** Memory over the progress of opening a model and running it. */
final class MemorySection implements Section {
  private static final String MEMORY = "memory";

  @Override
  public void write(Page page, RowSet rows) {
    if (rows.of(MEMORY).isEmpty()) {
      return;
    }
    page.chapter("Memory over time");
    page.words(
        "The proportional set of the runtime's processes (page and GPU, or the Java process that"
            + " holds the runtime), looked at every few milliseconds. From 0 to 1 the model is"
            + " opened and run once, a browser and a page or a Java process being started with it;"
            + " from 1 to 2 it runs ten times. The black line is what Assam planned: packed weights"
            + " and arena.");
    List<List<String>> lines = new ArrayList<>();
    for (String model : rows.models(MEMORY)) {
      List<Charts.Points> series = new ArrayList<>();
      for (Row row : rows.of(MEMORY)) {
        if (!row.id().model().equals(model) || !row.isOk()) {
          continue;
        }
        String colour = Charts.colour(series.size());
        series.add(new Charts.Points(row.id().runtime(), points(row), true, colour));
        if (row.id().runtime().equals("assam-wasm")) {
          double planned = row.value("planned_bytes") / 1e6;
          List<double[]> line = List.of(new double[] {0, planned}, new double[] {2, planned});
          series.add(new Charts.Points("planned by Assam", line, true, "#333333"));
        }
        lines.add(
            List.of(
                model,
                row.id().runtime(),
                megabytes(row, "model_bytes"),
                megabytes(row, "peak_opening_bytes"),
                megabytes(row, "peak_bytes"),
                Page.number(row.value("peak_bytes") / row.value("model_bytes")),
                megabytes(row, "linear_bytes"),
                megabytes(row, "planned_bytes")));
      }
      page.chart(
          Charts.scatter(model, series, "progress: opening, then runs", false, "MB", false), 300);
    }
    page.table(
        List.of(
            "model",
            "runtime",
            "file",
            "peak, opening",
            "peak",
            "peak ÷ file",
            "linear memory",
            "planned"),
        lines);
    page.command("./assam bench --only memory");
  }

  private static List<double[]> points(Row row) {
    List<double[]> points = new ArrayList<>();
    int part = 0;
    for (String prefix : List.of("opening_", "running_")) {
      for (int i = 0; i < 20; i++) {
        double bytes = row.value(prefix + (i < 10 ? "0" : "") + i);
        if (!Double.isNaN(bytes)) {
          points.add(new double[] {part + i / 20.0, bytes / 1e6});
        }
      }
      part++;
    }
    return points;
  }

  private static String megabytes(Row row, String name) {
    return Double.isNaN(row.value(name)) ? "–" : Page.number(row.value(name) / 1e6) + " MB";
  }
}
