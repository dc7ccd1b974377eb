package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.List;

/** Rows without a result, with their reasons. */
final class FailureSection implements Section {
  @Override
  public void write(Page page, RowSet rows) {
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows.all()) {
      if (!row.isOk()) {
        lines.add(List.of(row.id().toString(), row.status().text(), row.reason()));
      }
    }
    if (!lines.isEmpty()) {
      page.chapter("What did not run, and why").table(List.of("row", "status", "reason"), lines);
    }
  }
}
