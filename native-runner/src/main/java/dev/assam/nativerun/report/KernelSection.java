package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kernels alone: the ladder for each shape, and the roofline over all of them. */
final class KernelSection implements Section {
  private static final String KERNELS = "kernels";
  private static final String LIMITS = "limits";

  @Override
  public void write(Page page, RowSet rows) {
    if (rows.of(KERNELS).isEmpty()) {
      return;
    }
    Set<String> worlds = new LinkedHashSet<>();
    rows.columns(KERNELS).forEach(column -> worlds.add(column.runtime()));
    page.chapter("Kernels alone");
    limits(page, rows, worlds);
    roofline(page, rows, worlds);
    page.command("./assam bench --only kernels");
    Map<String, List<String>> byList = new LinkedHashMap<>();
    for (String model : rows.models(KERNELS)) {
      if (!model.equals(LIMITS)) {
        String[] parts = model.split(": ", 2);
        byList.computeIfAbsent(parts[0], list -> new ArrayList<>()).add(model);
      }
    }
    byList.forEach((list, models) -> ladder(page, rows, worlds, list, models));
  }

  private static void limits(Page page, RowSet rows, Set<String> worlds) {
    List<List<String>> lines = new ArrayList<>();
    for (String world : worlds) {
      Row row = rows.find(KERNELS, LIMITS, world, 1);
      if (row != null && row.isOk() && !Double.isNaN(row.value("peak_gflops"))) {
        double ridge = row.value("peak_gflops") / row.value("bandwidth_gbs");
        lines.add(
            List.of(
                world,
                Page.number(row.value("peak_gflops")),
                Page.number(row.value("bandwidth_gbs")),
                Page.number(ridge)));
      }
    }
    page.heading("Limits: products in registers only, and reading memory beyond the caches")
        .table(List.of("world", "GFLOP/s", "GB/s", "both limits meet at FLOP a byte"), lines);
  }

  private static void roofline(Page page, RowSet rows, Set<String> worlds) {
    List<Charts.Points> series = new ArrayList<>();
    int colour = 0;
    for (String world : worlds) {
      List<double[]> points = new ArrayList<>();
      for (Row row : rows.of(KERNELS)) {
        if (row.isOk() && row.id().runtime().equals(world) && !Double.isNaN(row.value("gflops"))) {
          points.add(new double[] {intensity(row), row.value("gflops")});
        }
      }
      String tint = Charts.colour(colour++);
      series.add(new Charts.Points(world, points, false, tint));
      Row limits = rows.find(KERNELS, LIMITS, world, 1);
      if (limits != null && limits.isOk() && !Double.isNaN(limits.value("bandwidth_gbs"))) {
        double peak = limits.value("peak_gflops");
        double bandwidth = limits.value("bandwidth_gbs");
        List<double[]> roof =
            List.of(
                new double[] {1, Math.min(peak, bandwidth)},
                new double[] {peak / bandwidth, peak},
                new double[] {1000, peak});
        series.add(new Charts.Points(world + ", roof", roof, true, tint));
      }
    }
    page.heading("Roofline");
    page.words(
        "Each point is a kernel at a shape. Left of its roof's bend the memory is the limit, right"
            + " of it the arithmetic. Points above the slope keep their operands in a cache.");
    page.chart(
        Charts.scatter(
            "What kernels reach",
            series,
            "FLOP for each byte read or written at least",
            true,
            "GFLOP/s",
            true),
        460);
  }

  /** Floating-point operations for each byte that must be read or written. */
  static double intensity(Row row) {
    return row.value("mflop") * 1e6 / row.value("bytes");
  }

  private static void ladder(
      Page page, RowSet rows, Set<String> worlds, String list, List<String> models) {
    List<String> header =
        new ArrayList<>(List.of("shape of " + list, "×", "FLOP/byte", "bound by"));
    worlds.forEach(world -> header.add(world + " GFLOP/s"));
    List<List<String>> lines = new ArrayList<>();
    Map<String, Double> nanos = new LinkedHashMap<>();
    double all = 0;
    for (String model : models) {
      Row any = first(rows, worlds, model);
      if (any == null) {
        continue;
      }
      List<String> line = new ArrayList<>(List.of(model.substring(list.length() + 2)));
      double weight = any.value("count") * any.value("mflop");
      all += weight;
      line.add(Page.number(any.value("count")).replaceAll("\\.0+$", ""));
      line.add(Page.number(intensity(any)));
      line.add(bound(rows, any));
      for (String world : worlds) {
        Row row = rows.find(KERNELS, model, world, 1);
        double speed = row == null ? Double.NaN : row.value("gflops");
        nanos.merge(world, weight / speed, Double::sum);
        line.add(Page.number(speed));
      }
      lines.add(line);
    }
    List<String> sums = new ArrayList<>(List.of("all, weighed by how often", "", "", ""));
    for (String world : worlds) {
      sums.add(Page.number(all / nanos.get(world)));
    }
    lines.add(sums);
    page.heading(list).table(header, lines);
  }

  private static Row first(RowSet rows, Set<String> worlds, String model) {
    for (String world : worlds) {
      Row row = rows.find(KERNELS, model, world, 1);
      if (row != null && row.isOk()) {
        return row;
      }
    }
    return null;
  }

  /** By what the page's kernel is bound if nothing stays in a cache. */
  private static String bound(RowSet rows, Row row) {
    Row limits = rows.find(KERNELS, LIMITS, "assam-wasm", 1);
    if (limits == null || Double.isNaN(limits.value("bandwidth_gbs"))) {
      return "–";
    }
    double ridge = limits.value("peak_gflops") / limits.value("bandwidth_gbs");
    return intensity(row) < ridge ? "memory" : "arithmetic";
  }
}
