package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What peers take to train. */
final class TrainingSection implements Section {
  private static final String TRAINING = "training";

  @Override
  public void write(Page page, RowSet rows) {
    if (rows.of(TRAINING).isEmpty()) {
      return;
    }
    Set<String> runtimes = new LinkedHashSet<>();
    rows.of(TRAINING).forEach(row -> runtimes.add(row.id().runtime()));
    List<String> header = new ArrayList<>(List.of("network"));
    header.addAll(runtimes);
    List<List<String>> lines = new ArrayList<>();
    for (String model : rows.models(TRAINING)) {
      List<String> line = new ArrayList<>(List.of(model));
      for (String runtime : runtimes) {
        Row row = rows.find(TRAINING, model, runtime, 1);
        line.add(
            row == null ? "–" : row.isOk() ? Page.number(row.medianMs()) : row.status().text());
      }
      lines.add(line);
    }
    page.chapter("Training, of peers only")
        .words(
            "Milliseconds for a batch of 64 samples in fully connected networks 784-[W]×D-10 with"
                + " sigmoids, as the 2019 paper measured it. Assam runs models and does not train,"
                + " so it has no column. A number is there only if the error on the batch fell.")
        .table(header, lines)
        .command("./assam bench --full --only training");
  }
}
