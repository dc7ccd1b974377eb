package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The way from the native library to the page, a factor a step. Each factor is the median over
 * rounds of a ratio within a round, and so is the total from the first to the last; that the
 * factors multiply to the total is therefore something that measurements can fail.
 *
 * @param steps in order
 * @param total times slower than the first, measured directly
 */
public record Anatomy(String model, List<Step> steps, double total) {
  public static final String EXPERIMENT = "anatomy";

  /** Name of the number that tells how many samples belong to a round. */
  public static final String PER_ROUND = "per_round";

  /** From the native library to plain JavaScript; each differs from its neighbour in one thing. */
  public static final List<String> CHAIN =
      List.of(
          "ort-native", "assam-jvm", "assam-jvm-128", "assam-wasm", "assam-wasm-plain", "assam-js");

  /** The largest deviation of the product that is allowed. */
  public static final double TOLERANCE = 0.05;

  /**
   * From one runtime to the next.
   *
   * @param factor how much slower that is
   */
  public record Step(String from, String to, double factor) {
    /** What differs, in words. */
    public String cause() {
      return switch (from + " " + to) {
        case "ort-native assam-jvm" -> "our kernels instead of the native library's";
        case "assam-jvm assam-jvm-128" -> "vectors of 128 bits";
        case "assam-jvm-128 assam-wasm" -> "WebAssembly instead of HotSpot";
        case "assam-wasm assam-wasm-plain" -> "no fused multiply-add";
        case "assam-wasm-plain assam-js" -> "no SIMD: JavaScript";
        default -> from + " → " + to;
      };
    }
  }

  /** The factors' product. */
  public double product() {
    double product = 1;
    for (Step step : steps) {
      product *= step.factor();
    }
    return product;
  }

  /** How far the product is from the total, as a share of it. */
  public double deviation() {
    return Math.abs(product() / total - 1);
  }

  public boolean holds() {
    return deviation() <= TOLERANCE;
  }

  /**
   * Of rows that ran in turns, in the chain's order; those without a result are left out.
   *
   * @return null if fewer than two have one
   */
  public static Anatomy of(String model, List<Row> rows) {
    List<Row> good = new ArrayList<>();
    for (Row row : rows) {
      if (row != null && row.isOk()) {
        good.add(row);
      }
    }
    if (good.size() < 2) {
      return null;
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i < good.size(); i++) {
      Row from = good.get(i - 1);
      Row to = good.get(i);
      steps.add(new Step(from.id().runtime(), to.id().runtime(), ratio(from, to)));
    }
    return new Anatomy(model, List.copyOf(steps), ratio(good.getFirst(), good.getLast()));
  }

  /** The same up to a runtime, with the total measured directly again. */
  static Anatomy until(String model, List<Row> rows, String last) {
    List<Row> some = new ArrayList<>();
    for (Row row : rows) {
      some.add(row);
      if (row != null && row.id().runtime().equals(last)) {
        return row.isOk() ? of(model, some) : null;
      }
    }
    return null;
  }

  /** The median over rounds of how much slower one is. */
  static double ratio(Row from, Row to) {
    double[] a = rounds(from);
    double[] b = rounds(to);
    double[] ratios = new double[Math.min(a.length, b.length)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = b[i] / a[i];
    }
    return Statistics.median(ratios);
  }

  /** The median of each round. */
  private static double[] rounds(Row row) {
    double[] samples = row.times().samplesMs();
    int size = (int) row.value(PER_ROUND);
    double[] medians = new double[samples.length / size];
    for (int i = 0; i < medians.length; i++) {
      medians[i] = Statistics.median(Arrays.copyOfRange(samples, i * size, (i + 1) * size));
    }
    return medians;
  }

  /** As in {@code minilm: 1.1 × 2.0 × 1.6 = 3.52, measured 3.5}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(model + ": ");
    for (int i = 0; i < steps.size(); i++) {
      text.append(i == 0 ? "" : " × ")
          .append(String.format(Locale.ROOT, "%.2f", steps.get(i).factor()));
    }
    return text.append(String.format(Locale.ROOT, " = %.2f, measured %.2f", product(), total))
        .toString();
  }
}
