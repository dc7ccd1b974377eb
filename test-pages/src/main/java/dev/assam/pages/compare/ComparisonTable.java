package dev.assam.pages.compare;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Statistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Median times as Markdown: a line a model, and below it geometric means of the ratios. */
record ComparisonTable(List<String> runtimes, Map<String, Map<String, Row>> rows) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\n| model |");
    runtimes.forEach(name -> text.append(' ').append(name).append(" ms |"));
    text.append("\n|---|");
    runtimes.forEach(name -> text.append("---|"));
    rows.forEach((model, byRuntime) -> {
      text.append("\n| ").append(model).append(" |");
      for (String name : runtimes) {
        Row row = byRuntime.get(name);
        text.append(' ').append(cell(row)).append(" |");
      }
    });
    for (String name : runtimes) {
      for (String other : runtimes) {
        if (name.startsWith("assam") && !other.startsWith("assam")) {
          ratio(text, name, other);
        }
      }
    }
    return text.append('\n').toString();
  }

  private static String cell(Row row) {
    if (row == null) {
      return "–";
    }
    return row.isOk() ? String.format(Locale.ROOT, "%.2f", row.medianMs()) : row.status().text();
  }

  private void ratio(StringBuilder text, String name, String other) {
    List<Double> ratios = new ArrayList<>();
    for (Map<String, Row> byRuntime : rows.values()) {
      Row row = byRuntime.get(name);
      Row base = byRuntime.get(other);
      if (row != null && base != null && row.isOk() && base.isOk()) {
        ratios.add(row.medianMs() / base.medianMs());
      }
    }
    if (!ratios.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s takes %.2f of %s's time in the geometric mean of %d models, at most %.2f",
              name,
              Statistics.geometricMean(ratios),
              other,
              ratios.size(),
              Collections.max(ratios)));
    }
  }
}
