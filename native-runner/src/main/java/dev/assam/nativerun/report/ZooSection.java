package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Models in runtimes. */
final class ZooSection implements Section {
  private static final String ZOO = "zoo";
  private static final String NATIVE = "ort-native";

  @Override
  public void write(Page page, RowSet rows) {
    Set<RowSet.Column> columns = rows.columns(ZOO);
    if (columns.isEmpty()) {
      return;
    }
    page.chapter("Models in runtimes");
    page.heading("Median of a warm run, milliseconds");
    table(page, rows, columns, row -> Page.number(row.medianMs()));
    page.heading("Times slower than ONNX Runtime's native build on as many threads");
    ratios(page, rows, columns);
    page.command("./assam bench --only zoo");
    page.heading("What runs");
    page.words(
        "ok: ran, and the outputs were right. Reasons for everything else are at the end of this"
            + " report.");
    table(page, rows, columns, row -> row.status().text());
    page.heading("Runtime's load, model's opening and first run, milliseconds");
    table(
        page,
        rows,
        columns,
        row ->
            Page.number(row.times().loadMs())
                + " + "
                + Page.number(row.times().compileMs())
                + " + "
                + Page.number(row.times().firstMs()));
    page.heading("Memory: processes' proportional set (page and GPU, or the Java process)");
    table(page, rows, columns, row -> Page.megabytes(row.memory().pssBytes()));
    page.heading("Memory: WebAssembly's linear memory / planned weights and activations");
    table(page, rows, columns, ZooSection::planned);
    page.heading("Memory: WebGPU's buffers, WebGL's textures and buffers");
    table(page, rows, columns, row -> Page.megabytes(row.memory().gpuBytes()));
    page.heading("Processors' seconds for each second of runs, all processes of the runtime");
    table(page, rows, columns, ZooSection::cpu);
  }

  private static String planned(Row row) {
    Row.Memory memory = row.memory();
    boolean nothing = memory.linearBytes() == null && memory.plannedBytes() == null;
    return nothing
        ? "–"
        : Page.megabytes(memory.linearBytes()) + " / " + Page.megabytes(memory.plannedBytes());
  }

  private static String cpu(Row row) {
    double seconds = 0;
    for (double sample : row.times().samplesMs()) {
      seconds += sample / 1e3;
    }
    double used = 0;
    for (double value : row.memory().cpuSeconds().values()) {
      used += value;
    }
    return seconds < 0.1 ? "–" : Page.number(used / seconds);
  }

  static void table(
      Page page, RowSet rows, Set<RowSet.Column> columns, Function<Row, String> cell) {
    List<String> header = new ArrayList<>(List.of("model"));
    columns.forEach(column -> header.add(column.toString()));
    List<List<String>> lines = new ArrayList<>();
    for (String model : rows.models(ZOO)) {
      List<String> line = new ArrayList<>(List.of(model));
      for (RowSet.Column column : columns) {
        Row row = rows.find(ZOO, model, column.runtime(), column.threads());
        line.add(row == null ? "–" : row.isOk() ? cell.apply(row) : row.status().text());
      }
      lines.add(line);
    }
    page.table(header, lines);
  }

  private static void ratios(Page page, RowSet rows, Set<RowSet.Column> columns) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    List<String> header = new ArrayList<>(List.of("model"));
    List<List<String>> lines = new ArrayList<>();
    rows.models(ZOO).forEach(model -> lines.add(new ArrayList<>(List.of(model))));
    List<String> means = new ArrayList<>(List.of("geometric mean"));
    for (RowSet.Column column : columns) {
      if (column.runtime().equals(NATIVE)) {
        continue;
      }
      header.add(column.toString());
      List<Double> found = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      int line = 0;
      for (String model : rows.models(ZOO)) {
        double ratio =
            rows.median(ZOO, model, column.runtime(), column.threads())
                / rows.median(ZOO, model, NATIVE, column.threads());
        ratios.add(ratio);
        lines.get(line++).add(Page.number(ratio));
        if (Double.isFinite(ratio)) {
          found.add(ratio);
        }
      }
      means.add(Page.number(Statistics.geometricMean(found)));
      if (column.threads() == 1 && !found.isEmpty()) {
        series.put(column.toString(), ratios);
      }
    }
    lines.add(means);
    page.table(header, lines);
    page.chart(
        Charts.bars(
            "Times slower than native, one thread (lower is better)",
            List.copyOf(rows.models(ZOO)),
            series,
            true,
            "ratio"),
        340);
  }
}
