package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Statistics;
import java.util.ArrayList;
import java.util.List;

/** What a reader with one minute should see. */
final class SummarySection implements Section {
  private static final String ZOO = "zoo";
  private static final String NATIVE = "ort-native";

  @Override
  public void write(Page page, RowSet rows) {
    List<List<String>> lines = new ArrayList<>();
    for (RowSet.Column column : rows.columns(ZOO)) {
      if (!column.runtime().equals(NATIVE)) {
        lines.add(line(rows, column));
      }
    }
    if (lines.isEmpty()) {
      return;
    }
    page.chapter("In short")
        .words(
            "How many times as long a run of a model takes as in ONNX Runtime's native build on as"
                + " many threads: below 1 it is faster. Where the adapter is a program on the CPU,"
                + " WebGL and WebGPU say nothing about GPUs.")
        .table(
            List.of("runtime", "× native, geometric mean", "best", "worst", "models that run"),
            lines)
        .command("./assam bench --only zoo");
  }

  private static List<String> line(RowSet rows, RowSet.Column column) {
    List<Double> ratios = new ArrayList<>();
    int all = 0;
    boolean program = false;
    for (String model : rows.models(ZOO)) {
      Row row = rows.find(ZOO, model, column.runtime(), column.threads());
      if (row == null) {
        continue;
      }
      all++;
      program |= row.setup().adapter() != null && !row.setup().onHardware();
      double ratio = row.medianMs() / rows.median(ZOO, model, NATIVE, column.threads());
      if (Double.isFinite(ratio)) {
        ratios.add(ratio);
      }
    }
    return List.of(
        column + (program ? " (no GPU)" : ""),
        Page.number(Statistics.geometricMean(ratios)),
        Page.number(ratios.stream().mapToDouble(r -> r).min().orElse(Double.NaN)),
        Page.number(ratios.stream().mapToDouble(r -> r).max().orElse(Double.NaN)),
        ratios.size() + " of " + all);
  }
}
