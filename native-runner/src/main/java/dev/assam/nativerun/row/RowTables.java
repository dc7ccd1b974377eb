package dev.assam.nativerun.row;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** Rows as comma-separated values and as a table for a terminal. */
public final class RowTables {
  private static final List<String> COLUMNS =
      List.of(
          "experiment",
          "model",
          "runtime",
          "threads",
          "status",
          "reason",
          "simd",
          "isolated",
          "backends",
          "browser",
          "adapter",
          "software_adapter",
          "native_threads",
          "input",
          "profiler",
          "load_ms",
          "compile_ms",
          "first_ms",
          "warm_runs",
          "n",
          "median_ms",
          "p95_ms",
          "linear_bytes",
          "planned_bytes",
          "js_heap_bytes",
          "pss_bytes",
          "gpu_bytes",
          "cpu_seconds",
          "joules",
          "max_error",
          "commit",
          "time",
          "samples_ms");

  /** Numbers on a terminal's line. */
  private static final int MOST = 6;

  private RowTables() {}

  /** A line a row under a line of names; further numbers have columns of their own at the end. */
  public static String csv(List<Row> rows) {
    Set<String> more = new LinkedHashSet<>();
    rows.forEach(row -> more.addAll(new TreeMap<>(row.values()).keySet()));
    StringBuilder text = new StringBuilder();
    List<Object> header = new ArrayList<>(COLUMNS);
    header.addAll(more);
    line(text, header);
    for (Row row : rows) {
      List<Object> cells = cells(row);
      more.forEach(name -> cells.add(row.values().get(name)));
      line(text, cells);
    }
    return text.toString();
  }

  private static List<Object> cells(Row row) {
    RowId id = row.id();
    Row.Setup setup = row.setup();
    Row.Times times = row.times();
    Row.Memory memory = row.memory() == null ? Row.Memory.UNKNOWN : row.memory();
    List<Object> cells = new ArrayList<>();
    add(cells, id.experiment(), id.model(), id.runtime(), id.threads());
    add(cells, row.status().text(), row.reason());
    add(cells, setup.simd(), setup.isolated(), setup.backends(), setup.browser());
    add(cells, setup.adapter(), setup.software(), setup.nativeThreads(), setup.input());
    add(cells, setup.profiler());
    if (times == null) {
      add(cells, null, null, null, null, null, null, null);
    } else {
      add(cells, times.loadMs(), times.compileMs(), times.firstMs(), times.warmRuns());
      add(cells, times.n(), times.medianMs(), times.p95Ms());
    }
    add(cells, memory.linearBytes(), memory.plannedBytes(), memory.jsHeapBytes());
    add(cells, memory.pssBytes(), memory.gpuBytes(), memory.cpuSeconds(), memory.joules());
    add(cells, row.maxError(), row.origin().commit(), row.origin().time());
    add(cells, times == null ? null : join(times.samplesMs()));
    return cells;
  }

  private static void add(List<Object> cells, Object... more) {
    for (Object cell : more) {
      cells.add(cell);
    }
  }

  private static String join(double[] samples) {
    StringBuilder text = new StringBuilder();
    for (double sample : samples) {
      text.append(text.isEmpty() ? "" : " ").append(String.format(Locale.ROOT, "%.4g", sample));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<Object> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i) == null ? "" : cells.get(i).toString();
      if (cell.contains(",") || cell.contains("\"") || cell.contains("\n")) {
        cell = "\"" + cell.replace("\"", "\"\"") + "\"";
      }
      text.append(i == 0 ? "" : ",").append(cell);
    }
    text.append('\n');
  }

  /** What a person at a terminal wants of a row, on one line. */
  public static String summary(Row row) {
    String start = String.format(Locale.ROOT, "%-44s", row.id());
    if (!row.isOk()) {
      return start + " " + row.status().text() + ": " + row.reason();
    }
    if (row.times() != null) {
      return start
          + String.format(
              Locale.ROOT,
              " %9.2f ms  p95 %9.2f  n %3d  compile %7.0f  first %8.1f",
              row.medianMs(),
              row.times().p95Ms(),
              row.times().n(),
              row.times().compileMs() == null ? Double.NaN : row.times().compileMs(),
              row.times().firstMs() == null ? Double.NaN : row.times().firstMs());
    }
    StringBuilder text = new StringBuilder(start);
    new TreeMap<>(row.values())
        .entrySet().stream()
            .limit(MOST)
            .forEach(entry ->
                text.append(' ')
                    .append(entry.getKey())
                    .append('=')
                    .append(String.format(Locale.ROOT, "%.4g", entry.getValue())));
    return text.toString();
  }
}
