package dev.assam.pages.measure;

import dev.assam.nativerun.row.Row;
import java.util.Map;
import java.util.TreeMap;

/** What a page tells of how it measured. */
public final class PageSetup {
  private PageSetup() {}

  /**
   * From the answer of the page's {@code Bench.open}.
   *
   * @param threads that were asked for, in case the page does not tell how many were used
   * @param browser name and version
   */
  public static Row.Setup of(Map<?, ?> answer, int threads, String browser) {
    Map<String, Integer> backends = new TreeMap<>();
    if (answer.get("backends") instanceof Map<?, ?> counts) {
      counts.forEach((name, count) -> backends.put((String) name, ((Number) count).intValue()));
    }
    Integer used = answer.get("threads") instanceof Number number ? number.intValue() : threads;
    return new Row.Setup(
        used,
        (String) answer.get("simd"),
        (Boolean) answer.get("isolated"),
        backends,
        browser,
        (String) answer.get("adapter"),
        (Boolean) answer.get("software"),
        null,
        "random, not zero",
        false);
  }
}
