package dev.assam.nativerun.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ratios of two runs, of which one had a slower machine. */
class RepeatabilityTest {
  private static Row row(String runtime, double millis) {
    return new Row(
        new RowId("zoo", "m", runtime, 1, "c"),
        Status.OK,
        "",
        Row.Setup.of(1, "relaxed"),
        new Row.Times(1.0, 2.0, 3.0, 4, new double[] {millis}),
        Row.Memory.UNKNOWN,
        0.0,
        Map.of(),
        Map.of(),
        new Row.Origin("abc", "a machine", "c", "2026-01-01T00:00:00Z"));
  }

  @Test
  void ratiosAreComparedNotTimes() {
    List<Row> first = List.of(row("ort-native", 10), row("a", 20), row("b", 30));
    List<Row> second = List.of(row("ort-native", 20), row("a", 42), row("b", 90));
    String text = Repeatability.of(first, second);
    assertTrue(
        text.endsWith(
            "all: median 27.5 %, largest 50.0 % (m b); 1 of 2 ratios are within 15 % of one"
                + " another"),
        text);
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(1).startsWith("zoo      m b"), text);
    assertTrue(lines.get(1).endsWith("3.000    4.500   50.0 %  more than 15 %"), text);
    assertTrue(lines.get(2).endsWith("2.000    2.100    5.0 %"), text);
    assertTrue(text.contains("anatomy: no row is in both runs"), text);
  }

  @Test
  void itDoesNotMatterWhichRunWasFirst() {
    List<Row> first = List.of(row("ort-native", 10), row("a", 20));
    List<Row> second = List.of(row("ort-native", 10), row("a", 30));
    assertTrue(Repeatability.of(first, second).contains("largest 50.0 %"));
    assertTrue(Repeatability.of(second, first).contains("largest 50.0 %"));
    assertTrue(Repeatability.of(first, List.of()).endsWith("all: no row is in both runs"));
  }
}
