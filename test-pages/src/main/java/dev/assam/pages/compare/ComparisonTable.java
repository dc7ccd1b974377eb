package dev.assam.pages.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Median times as Markdown: a line a model, and below it geometric means of the ratios. */
record ComparisonTable(List<String> runtimes, Map<String, Map<String, Timing>> timings) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("\n| model |");
    runtimes.forEach(name -> text.append(' ').append(name).append(" ms |"));
    text.append("\n|---|");
    runtimes.forEach(name -> text.append("---|"));
    timings.forEach((model, byRuntime) -> {
      text.append("\n| ").append(model).append(" |");
      for (String name : runtimes) {
        Timing timing = byRuntime.get(name);
        text.append(' ')
            .append(timing == null ? "–" : String.format(Locale.ROOT, "%.2f", timing.medianMs()))
            .append(" |");
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

  private void ratio(StringBuilder text, String name, String other) {
    double logs = 0;
    double largest = 0;
    int count = 0;
    for (Map<String, Timing> byRuntime : timings.values()) {
      if (byRuntime.containsKey(name) && byRuntime.containsKey(other)) {
        double ratio = byRuntime.get(name).medianMs() / byRuntime.get(other).medianMs();
        logs += Math.log(ratio);
        largest = Math.max(largest, ratio);
        count++;
      }
    }
    if (count > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%s takes %.2f of %s's time in the geometric mean of %d models, at most %.2f",
              name,
              Math.exp(logs / count),
              other,
              count,
              largest));
    }
  }
}
