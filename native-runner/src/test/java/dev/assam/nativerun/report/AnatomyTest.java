package dev.assam.nativerun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arithmetic of factors, and the report around it. */
class AnatomyTest {
  private static final Row.Origin ORIGIN =
      new Row.Origin("abc", "a machine", "./assam bench --quick", "2026-01-01T00:00:00Z");

  private static Row row(String runtime, double... samples) {
    return new Row(
        new RowId(Anatomy.EXPERIMENT, "m<1>", runtime, 1, "c"),
        Status.OK,
        "",
        Row.Setup.of(1, "relaxed"),
        new Row.Times(1.0, 2.0, 3.0, 4, samples),
        Row.Memory.UNKNOWN,
        0.0,
        Map.of(Anatomy.PER_ROUND, 1.0),
        Map.of(),
        ORIGIN);
  }

  @Test
  void factorsMultiplyToTheTotalWhereRoundsAgree() {
    // The machine gets slower from round to round; ratios within a round do not notice.
    Anatomy anatomy =
        Anatomy.of(
            "m",
            List.of(
                row("ort-native", 1, 2, 4),
                row("assam-jvm", 3, 6, 12),
                row("assam-wasm", 6, 12, 24)));
    assertEquals(List.of(3.0, 2.0), anatomy.steps().stream().map(Anatomy.Step::factor).toList());
    assertEquals(6, anatomy.total());
    assertEquals(6, anatomy.product());
    assertTrue(anatomy.holds());
    assertEquals("m: 3.00 × 2.00 = 6.00, measured 6.00", anatomy.toString());
  }

  @Test
  void factorsThatDoNotMultiplyShow() {
    Anatomy anatomy =
        Anatomy.of(
            "m",
            List.of(
                row("ort-native", 1, 1, 1),
                row("assam-jvm", 1, 2, 3),
                row("assam-wasm", 4, 2, 12)));
    assertEquals(2, anatomy.steps().get(0).factor());
    assertFalse(anatomy.holds(), anatomy.toString());
  }

  @Test
  void aRuntimeWithoutResultIsSteppedOver() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("ort-native", 1));
    rows.add(null);
    rows.add(row("assam-wasm", 3));
    Anatomy anatomy = Anatomy.of("m", rows);
    assertEquals("assam-wasm", anatomy.steps().get(0).to());
    assertEquals(3, anatomy.total());
    assertNull(Anatomy.of("m", List.of(row("ort-native", 1))));
  }

  @Test
  void theReportShowsNumbersReasonsAndNothingUnescaped() {
    List<Row> rows =
        List.of(
            row("ort-native", 1, 1),
            row("assam-jvm", 2, 2),
            Row.without(
                new RowId(Anatomy.EXPERIMENT, "m<1>", "assam-wasm", 1, "c"),
                Status.WRONG,
                "off by <3>",
                Row.Setup.of(1, null),
                ORIGIN));
    String html = new HtmlReport(rows, "/* library </script> */", "Broken <off>").html();
    assertTrue(html.contains("Anatomy of the gap"));
    assertTrue(html.contains("off by &lt;3&gt;"));
    assertTrue(html.contains("m&lt;1&gt;"));
    assertFalse(html.contains("m<1>:"));
    assertFalse(html.contains("library </script>"));
    assertTrue(html.contains("Broken &lt;off&gt;"));
    assertFalse(html.contains("@body@"));
    assertFalse(html.contains("@note@"));
    assertTrue(new HtmlReport(List.of(), "", "").html().contains("Environment"));
  }
}
