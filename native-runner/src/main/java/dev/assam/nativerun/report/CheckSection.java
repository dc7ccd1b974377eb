package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.List;

/** Whether the harness itself can be believed. */
final class CheckSection implements Section {
  private static final double ALLOWED = 0.1;

  @Override
  public void write(Page page, RowSet rows) {
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows.of("check")) {
      if (row.isOk()) {
        double ratio = row.value("ratio");
        lines.add(
            List.of(
                row.id().model(),
                Page.number(row.value("ours_ms")),
                Page.number(row.value("bare_ms")),
                Page.number(ratio),
                Math.abs(ratio - 1) <= ALLOWED ? "ok" : "no"));
      }
    }
    if (!lines.isEmpty()) {
      page.chapter("Is the harness honest?")
          .words(
              "onnxruntime-web measured by this harness, and on a page that has nothing else on it,"
                  + " in turns; the ratio is the median of three rounds.")
          .table(List.of("model", "here, ms", "bare page, ms", "ratio", "within 10 %"), lines)
          .command("./assam bench --only check");
    }
  }
}
