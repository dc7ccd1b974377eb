package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.List;
import java.util.Locale;

/** How far the ratios of two runs are apart. */
public final class Repeatability {
  private static final double ALLOWED = 0.15;
  private static final String ZOO = "zoo";
  private static final String NATIVE = "ort-native";

  private Repeatability() {}

  /**
   * A line for each model and runtime on one thread that both runs have: its ratio to the native
   * library in each, and how far they are apart; the last line counts those within 15 %.
   */
  public static String of(List<Row> first, List<Row> second) {
    RowSet a = new RowSet(first);
    RowSet b = new RowSet(second);
    StringBuilder text = new StringBuilder();
    int all = 0;
    int within = 0;
    for (Row row : a.of(ZOO)) {
      String model = row.id().model();
      String runtime = row.id().runtime();
      double one = ratio(a, model, runtime);
      double other = ratio(b, model, runtime);
      if (row.id().threads() != 1 || runtime.equals(NATIVE) || Double.isNaN(one / other)) {
        continue;
      }
      double apart = Math.abs(one / other - 1);
      all++;
      within += apart <= ALLOWED ? 1 : 0;
      text.append(
          String.format(
              Locale.ROOT,
              "%-40s %8.3f %8.3f  %5.1f %%%n",
              model + " " + runtime,
              one,
              other,
              100 * apart));
    }
    return text.append(within + " of " + all + " ratios are within 15 % of one another").toString();
  }

  private static double ratio(RowSet rows, String model, String runtime) {
    return rows.median(ZOO, model, runtime, 1) / rows.median(ZOO, model, NATIVE, 1);
  }
}
