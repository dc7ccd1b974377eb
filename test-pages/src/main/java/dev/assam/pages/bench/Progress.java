package dev.assam.pages.bench;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.RowTables;
import java.io.PrintStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A line for each row that is done, with how many are left and how long that takes. */
final class Progress {
  private static final int WIDTH = 12;

  private final PrintStream out;
  private final Set<RowId> planned = new HashSet<>();
  private final Set<RowId> done = new HashSet<>();
  private final long start = System.nanoTime();
  private int measured;

  Progress(PrintStream out) {
    this.out = out;
  }

  /**
   * Tells what is to come.
   *
   * @param there those of them that have a row already
   */
  void plan(Collection<RowId> ids, Collection<RowId> there) {
    planned.addAll(ids);
    done.addAll(there);
  }

  void done(Row row) {
    measured += done.add(row.id()) && planned.contains(row.id()) ? 1 : 0;
    long all = planned.size();
    long over = done.stream().filter(planned::contains).count();
    double each = (System.nanoTime() - start) / 6e10 / Math.max(1, measured);
    out.println(
        String.format(
            Locale.ROOT,
            "%s %4d/%d %5.1f min left  %s",
            bar(all == 0 ? 1 : (double) over / all),
            over,
            all,
            each * (all - over),
            RowTables.summary(row)));
  }

  /** As in {@code [#####.......]}. */
  static String bar(double share) {
    int full = (int) Math.round(Math.min(1, share) * WIDTH);
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "]";
  }

  /** How many of the planned have a row, in words. */
  String summary() {
    long over = done.stream().filter(planned::contains).count();
    return over + " of " + planned.size() + " rows of the plan are there";
  }

  boolean isComplete() {
    return done.containsAll(planned);
  }
}
