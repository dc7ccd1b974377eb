package dev.assam.nativerun.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations for Chart.js. */
final class Charts {
  private static final List<String> COLOURS =
      List.of(
          "#4c78a8", "#f58518", "#54a24b", "#e45756", "#72b7b2", "#b279a2", "#9d755d", "#eeca3b",
          "#ff9da6", "#79706e", "#2f4b7c", "#a05195");

  private Charts() {}

  /** A colour of the palette. */
  static String colour(int i) {
    return COLOURS.get(i % COLOURS.size());
  }

  /** A group of bars for each label; values that are no numbers are left out. */
  static Map<String, Object> bars(
      String title,
      List<String> labels,
      Map<String, List<Double>> series,
      boolean log,
      String unit) {
    List<Object> sets = new ArrayList<>();
    series.forEach((name, values) ->
        sets.add(
            Map.of("label", name, "data", finite(values), "backgroundColor", colour(sets.size()))));
    Map<String, Object> y = axis(unit, log);
    if (log) {
      // Bars begin at a power of ten, lest the smallest have no height.
      series.values().stream()
          .flatMap(List::stream)
          .filter(value -> Double.isFinite(value) && value > 0)
          .mapToDouble(Double::doubleValue)
          .min()
          .ifPresent(least -> y.put("min", Math.pow(10, Math.floor(Math.log10(least / 1.2)))));
    }
    return config("bar", Map.of("labels", labels, "datasets", sets), title, Map.of("y", y));
  }

  /** Floating bars from one value to another, one for each label. */
  static Map<String, Object> waterfall(
      String title, List<String> labels, List<double[]> ranges, List<String> colours, String unit) {
    List<Object> data = new ArrayList<>();
    ranges.forEach(range -> data.add(List.of(range[0], range[1])));
    Map<String, Object> set =
        Map.of("label", unit, "data", data, "backgroundColor", colours, "barPercentage", 0.9);
    Map<String, Object> config =
        config(
            "bar",
            Map.of("labels", labels, "datasets", List.of(set)),
            title,
            Map.of("y", axis(unit, true)));
    plugins(config).put("legend", Map.of("display", false));
    return config;
  }

  /** A series of points. */
  record Points(String name, List<double[]> points, boolean line, String colour) {}

  /** Points or lines over a numeric axis. */
  static Map<String, Object> scatter(
      String title, List<Points> series, String x, boolean logX, String y, boolean logY) {
    List<Object> sets = new ArrayList<>();
    for (Points points : series) {
      List<Object> data = new ArrayList<>();
      points.points().forEach(point -> data.add(Map.of("x", point[0], "y", point[1])));
      Map<String, Object> set = new LinkedHashMap<>();
      set.put("label", points.name());
      set.put("data", data);
      set.put("showLine", points.line());
      set.put("pointRadius", points.line() ? 0 : 4);
      set.put("borderColor", points.colour());
      set.put("backgroundColor", points.colour());
      set.put("borderWidth", 2);
      sets.add(set);
    }
    return config(
        "scatter", Map.of("datasets", sets), title, Map.of("x", axis(x, logX), "y", axis(y, logY)));
  }

  private static Map<String, Object> axis(String title, boolean log) {
    Map<String, Object> axis = new LinkedHashMap<>();
    axis.put("type", log ? "logarithmic" : "linear");
    axis.put("title", Map.of("display", true, "text", title));
    axis.put("beginAtZero", !log);
    return axis;
  }

  private static Map<String, Object> config(
      String type, Map<String, Object> data, String title, Map<String, Object> scales) {
    Map<String, Object> plugins = new LinkedHashMap<>();
    plugins.put("title", Map.of("display", true, "text", title));
    plugins.put("legend", Map.of("position", "bottom"));
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("maintainAspectRatio", false);
    options.put("animation", false);
    options.put("plugins", plugins);
    options.put("scales", scales);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("type", type);
    config.put("data", data);
    config.put("options", options);
    return config;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> plugins(Map<String, Object> config) {
    return (Map<String, Object>) ((Map<String, Object>) config.get("options")).get("plugins");
  }

  private static List<Double> finite(List<Double> values) {
    List<Double> finite = new ArrayList<>();
    values.forEach(value -> finite.add(Double.isFinite(value) ? value : null));
    return finite;
  }
}
