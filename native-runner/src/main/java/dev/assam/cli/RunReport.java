package dev.assam.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run gave, as text or as JSON.
 *
 * @param inputs by name: where each value came from
 * @param top by output name: the best classes, for those outputs that have scores
 * @param medianMs of the runs after the first; NaN where there is none
 */
record RunReport(
    String model,
    String backend,
    Map<String, String> inputs,
    Map<String, Datum> outputs,
    Map<String, List<TopClasses>> top,
    double loadMs,
    double firstMs,
    double medianMs,
    int runs) {
  private static final int FIRST = 16;

  void print(PrintWriter out) {
    outputs.forEach((name, value) -> {
      List<String> lines = Summary.lines(value);
      out.println(name + ": " + lines.getFirst());
      lines.subList(1, lines.size()).forEach(line -> out.println("  " + line));
      for (TopClasses entry : top.getOrDefault(name, List.of())) {
        String label = entry.label() == null ? "" : "  " + entry.label();
        out.println(
            String.format(Locale.ROOT, "  %5d  %9.5f%s", entry.index(), entry.score(), label));
      }
    });
    out.println("backend " + backend);
    out.print(String.format(Locale.ROOT, "load %.1f ms, first run %.1f ms", loadMs, firstMs));
    if (!Double.isNaN(medianMs)) {
      out.print(
          String.format(Locale.ROOT, ", median of %d further runs %.1f ms", runs - 1, medianMs));
    }
    out.println();
    out.flush();
  }

  void printJson(PrintWriter out) {
    JsonObject json = new JsonObject();
    json.addProperty("model", model);
    json.addProperty("backend", backend);
    JsonObject given = new JsonObject();
    inputs.forEach(given::addProperty);
    json.add("inputs", given);
    JsonArray results = new JsonArray();
    outputs.forEach((name, value) -> results.add(json(name, value)));
    json.add("outputs", results);
    JsonObject times = new JsonObject();
    times.addProperty("load", loadMs);
    times.addProperty("first", firstMs);
    if (!Double.isNaN(medianMs)) {
      times.addProperty("median", medianMs);
    }
    times.addProperty("runs", runs);
    json.add("milliseconds", times);
    out.println(
        new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create()
            .toJson(json));
    out.flush();
  }

  private JsonObject json(String name, Datum value) {
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    if (!(value instanceof Tensor tensor)) {
      json.addProperty("type", value.type().toString());
      return json;
    }
    json.addProperty("dtype", tensor.dtype().toString());
    JsonArray shape = new JsonArray();
    for (int dim : tensor.shape().toArray()) {
      shape.add(dim);
    }
    json.add("shape", shape);
    if (tensor.dtype() != DType.STRING && tensor.size() > 0) {
      Summary.Range range = Summary.Range.of(tensor);
      json.addProperty("min", range.min());
      json.addProperty("mean", range.mean());
      json.addProperty("max", range.max());
    }
    JsonArray first = new JsonArray();
    for (int i = 0; i < Math.min(FIRST, tensor.size()); i++) {
      if (tensor.dtype() == DType.STRING) {
        first.add(tensor.strings()[i]);
      } else if (tensor.dtype().isFloat()) {
        first.add(tensor.getDouble(i));
      } else {
        first.add(tensor.getLong(i));
      }
    }
    json.add("first", first);
    if (top.containsKey(name)) {
      JsonArray classes = new JsonArray();
      for (TopClasses entry : top.get(name)) {
        JsonObject best = new JsonObject();
        best.addProperty("index", entry.index());
        best.addProperty("label", entry.label());
        best.addProperty("score", entry.score());
        classes.add(best);
      }
      json.add("top", classes);
    }
    return json;
  }
}
