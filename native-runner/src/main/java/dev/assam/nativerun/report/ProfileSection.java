package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which kernels take how much of a model's time. */
final class ProfileSection implements Section {
  private static final String PROFILE = "profile";
  private static final int TOP = 5;

  @Override
  public void write(Page page, RowSet rows) {
    if (rows.of(PROFILE).isEmpty()) {
      return;
    }
    page.chapter("Where a model's time goes");
    page.words(
        "Milliseconds of all nodes of an operator or kernel in a run, and their share of the sum, on"
            + " one thread. Assam on the CPU is timed node by node (the operator, then its kernel;"
            + " nodes without a kernel are not in it), ONNX Runtime and TensorFlow.js by their own"
            + " profilers, WebGPU by timestamps around each dispatch and WebGL by timer queries"
            + " around each draw. All of that costs time, which the times of other chapters do"
            + " without.");
    for (String model : rows.models(PROFILE)) {
      write(page, rows, model);
    }
    page.command("./assam bench --only profile");
  }

  private static void write(Page page, RowSet rows, String model) {
    Map<String, Row> worlds = new LinkedHashMap<>();
    for (Row row : rows.of(PROFILE)) {
      if (row.id().model().equals(model) && row.isOk()) {
        worlds.put(row.id().runtime(), row);
      }
    }
    List<String> header = new ArrayList<>(List.of("runtime", "all, ms"));
    for (int i = 1; i <= TOP; i++) {
      header.add(i + ".");
    }
    List<List<String>> lines = new ArrayList<>();
    worlds.forEach((world, row) -> {
      double all = sum(row);
      List<String> line = new ArrayList<>(List.of(world, Page.number(all)));
      for (String kernel : top(row)) {
        double millis = row.value(kernel);
        line.add(kernel + ": " + Page.number(millis) + " ms, " + Page.percent(millis / all));
      }
      while (line.size() < header.size()) {
        line.add("");
      }
      lines.add(line);
    });
    page.heading(model + ": what takes longest").table(header, lines);
  }

  private static double sum(Row row) {
    return row.values().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The names of what takes longest. */
  private static List<String> top(Row row) {
    List<Map.Entry<String, Double>> entries =
        new ArrayList<>(new TreeMap<>(row.values()).entrySet());
    entries.sort(Map.Entry.<String, Double>comparingByValue().reversed());
    return entries.stream().limit(TOP).map(Map.Entry::getKey).toList();
  }
}
