package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which kernels take how much of a model's time. */
final class ProfileSection implements Section {
  private static final String PROFILE = "profile";
  private static final int TOP = 6;

  @Override
  public void write(Page page, RowSet rows) {
    if (rows.of(PROFILE).isEmpty()) {
      return;
    }
    page.chapter("Where a model's time goes");
    page.words(
        "Milliseconds of all nodes of an operator and kernel, and their share of the sum, node by"
            + " node on one thread. The clock is read after each node, which the times of other"
            + " chapters do without; nodes without a kernel of their own are not in it.");
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
    Set<String> kernels = new LinkedHashSet<>();
    worlds.values().forEach(row -> kernels.addAll(top(row)));
    List<String> header = new ArrayList<>(List.of("operator and kernel"));
    worlds.keySet().forEach(world -> header.addAll(List.of(world + ", ms", "share")));
    List<List<String>> lines = new ArrayList<>();
    for (String kernel : kernels) {
      List<String> line = new ArrayList<>(List.of(kernel));
      for (Row row : worlds.values()) {
        line.add(Page.number(row.value(kernel)));
        line.add(Page.percent(row.value(kernel) / sum(row)));
      }
      lines.add(line);
    }
    List<String> all = new ArrayList<>(List.of("all"));
    worlds.values().forEach(row -> all.addAll(List.of(Page.number(sum(row)), "")));
    lines.add(all);
    page.heading(model).table(header, lines);
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
