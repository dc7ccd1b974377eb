package dev.assam.pages.measure;

/**
 * How a model is measured.
 *
 * @param warmMillis how long it runs before runs count
 * @param runs that count
 * @param budgetMillis what the runs that count may take together: slow ones are run less often, at
 *     least once
 * @param timeoutSeconds what a single step may take before its process is ended
 */
public record Settings(int warmMillis, int runs, int budgetMillis, int timeoutSeconds) {
  /** As in rows' ids. */
  public String config() {
    return "warm " + warmMillis + " ms, " + runs + " runs";
  }

  /** How many runs to make if one takes so long. */
  int runs(double estimateMs) {
    return (int) Math.max(1, Math.min(runs, budgetMillis / Math.max(estimateMs, 1e-3)));
  }
}
