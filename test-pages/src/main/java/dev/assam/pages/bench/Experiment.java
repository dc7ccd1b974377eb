package dev.assam.pages.bench;

import dev.assam.nativerun.row.RowId;
import java.util.List;

/** One question and the rows that answer it. */
interface Experiment {
  /** As in rows and as {@code --only} takes it. */
  String name();

  /** What is to be measured, row by row, in about this order; nothing is started for it. */
  List<RowId> rows(Bench bench);

  /** Measures what has no row yet. Failures are rows, too. */
  void run(Bench bench);
}
