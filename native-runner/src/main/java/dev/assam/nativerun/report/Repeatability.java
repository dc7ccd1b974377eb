package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Statistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How far the ratios of two runs are apart. */
public final class Repeatability {
  private static final double ALLOWED = 0.15;
  private static final String NATIVE = "ort-native";

  /** Experiments with rows of models beside the native library's. */
  private static final List<String> EXPERIMENTS = List.of("zoo", Anatomy.EXPERIMENT);

  private Repeatability() {}

  /**
   * A row of both runs.
   *
   * @param one its ratio to the native library in the first run
   * @param other in the second
   */
  private record Pair(RowId id, double one, double other) {
    /** As a share of the smaller ratio, so that it does not matter which run came first. */
    double apart() {
      return Math.max(one, other) / Math.min(one, other) - 1;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-8s %-40s %8.3f %8.3f  %5.1f %%%s",
          id.experiment(),
          id.model() + " " + id.runtime(),
          one,
          other,
          100 * apart(),
          apart() > ALLOWED ? "  more than 15 %" : "");
    }
  }

  /**
   * A line for each model and runtime on one thread that both runs have: its ratio to the native
   * library in each, and how far they are apart, the furthest first; then the median and the
   * largest deviation of each experiment, and how many are within 15 %.
   */
  public static String of(List<Row> first, List<Row> second) {
    RowSet a = new RowSet(first);
    RowSet b = new RowSet(second);
    List<Pair> pairs = new ArrayList<>();
    for (String experiment : EXPERIMENTS) {
      for (Row row : a.of(experiment)) {
        RowId id = row.id();
        Pair pair = new Pair(id, ratio(a, id), ratio(b, id));
        if (id.threads() == 1 && !id.runtime().equals(NATIVE) && Double.isFinite(pair.apart())) {
          pairs.add(pair);
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::apart).reversed());
    StringBuilder text = new StringBuilder("         row, ratio to native: first, second, apart\n");
    pairs.forEach(pair -> text.append(pair).append('\n'));
    for (String experiment : EXPERIMENTS) {
      text.append(
          summary(
              experiment,
              pairs.stream().filter(pair -> pair.id().experiment().equals(experiment)).toList()));
    }
    return text.append(summary("all", pairs).strip()).toString();
  }

  private static String summary(String name, List<Pair> pairs) {
    if (pairs.isEmpty()) {
      return name + ": no row is in both runs\n";
    }
    double[] apart = pairs.stream().mapToDouble(Pair::apart).toArray();
    Pair worst = pairs.stream().max(Comparator.comparingDouble(Pair::apart)).orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s: median %.1f %%, largest %.1f %% (%s %s); %d of %d ratios are within 15 %% of one"
            + " another%n",
        name,
        100 * Statistics.median(apart),
        100 * worst.apart(),
        worst.id().model(),
        worst.id().runtime(),
        pairs.stream().filter(pair -> pair.apart() <= ALLOWED).count(),
        pairs.size());
  }

  /** In the anatomy of alternating runs: the median over rounds of the ratio within a round. */
  private static double ratio(RowSet rows, RowId id) {
    Row row = rows.find(id.experiment(), id.model(), id.runtime(), 1);
    Row base = rows.find(id.experiment(), id.model(), NATIVE, 1);
    if (row == null || base == null || Double.isNaN(row.medianMs() / base.medianMs())) {
      return Double.NaN;
    }
    return id.experiment().equals(Anatomy.EXPERIMENT)
        ? Anatomy.ratio(base, row)
        : row.medianMs() / base.medianMs();
  }
}
