package dev.assam.nativerun.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in a file, and what is left of it when a run is broken off. */
class RowLogTest {
  private static final Row.Origin ORIGIN =
      new Row.Origin("abc", "a machine", "./assam bench", "2026-01-01T00:00:00Z");

  @TempDir Path folder;

  private static RowId id(String runtime) {
    return new RowId("zoo", "minilm", runtime, 2, "warm 1 ms, 3 runs");
  }

  private static Row good(String runtime) {
    return new Row(
        id(runtime),
        Status.OK,
        "",
        new Row.Setup(
            2, "relaxed", true, Map.of("simd", 7), "b 1", null, null, null, "random", false),
        new Row.Times(1.0, 2.0, 3.0, 4, new double[] {5, 7, 6}),
        new Row.Memory(1L, 2L, 3L, 4L, null, Map.of("renderer", 0.5), null),
        1e-6,
        Map.of("x", 1.5),
        Map.of("version", "1, \"two\""),
        ORIGIN);
  }

  @Test
  void rowsComeBackAsTheyWere() throws IOException {
    Path file = folder.resolve("rows.jsonl");
    try (RowLog log = RowLog.open(file)) {
      log.add(good("a"));
      log.add(Row.without(id("b"), Status.MEMORY, "too big", Row.Setup.of(1, null), ORIGIN));
    }
    List<Row> rows = RowLog.read(file);
    assertEquals(2, rows.size());
    Row row = rows.get(0);
    assertEquals(id("a"), row.id());
    assertEquals(good("a").setup(), row.setup());
    assertArrayEquals(new double[] {5, 7, 6}, row.times().samplesMs());
    assertEquals(6, row.medianMs());
    assertEquals(good("a").memory(), row.memory());
    assertEquals(1.5, row.value("x"));
    assertEquals(Status.MEMORY, rows.get(1).status());
    assertTrue(Double.isNaN(rows.get(1).medianMs()));
  }

  @Test
  void whatIsThereIsFoundAgainForTheSameCommitOnly() {
    Path file = folder.resolve("rows.jsonl");
    try (RowLog log = RowLog.open(file)) {
      log.add(good("a"));
    }
    try (RowLog log = RowLog.open(file)) {
      assertNotNull(log.find(id("a"), "abc"));
      assertNull(log.find(id("a"), "abd"));
      assertNull(log.find(id("b"), "abc"));
    }
  }

  @Test
  void aLineThatWasCutOffIsDropped() throws IOException {
    Path file = folder.resolve("rows.jsonl");
    try (RowLog log = RowLog.open(file)) {
      log.add(good("a"));
      log.add(good("b"));
    }
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 40));
    try (RowLog log = RowLog.open(file)) {
      assertNotNull(log.find(id("a"), "abc"));
      assertNull(log.find(id("b"), "abc"));
      log.add(good("c"));
    }
    assertEquals(2, RowLog.read(file).size());
  }

  @Test
  void aBrokenLineInTheMiddleIsAnError() throws IOException {
    Path file = folder.resolve("rows.jsonl");
    Files.writeString(file, "{\"id\"\n" + RowLog.line(good("a")) + "\n", StandardOpenOption.CREATE);
    assertThrows(IOException.class, () -> RowLog.read(file));
  }

  @Test
  void failuresAreForgottenWhenAsked() {
    Path file = folder.resolve("rows.jsonl");
    try (RowLog log = RowLog.open(file)) {
      log.add(good("a"));
      log.add(Row.without(id("b"), Status.FAILED, "crash", Row.Setup.of(1, null), ORIGIN));
      log.forgetFailures();
      assertNotNull(log.find(id("a"), "abc"));
      assertNull(log.find(id("b"), "abc"));
    }
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    Row failed = Row.without(id("b"), Status.FAILED, "a, \"b\"", Row.Setup.of(1, null), ORIGIN);
    List<String> lines = RowTables.csv(List.of(good("a"), failed)).lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(0).startsWith("experiment,model,runtime,threads,status"));
    assertTrue(lines.get(0).endsWith(",x"));
    assertTrue(lines.get(1).contains(",6.0,6.9,"), lines.get(1));
    assertTrue(lines.get(2).contains("\"a, \"\"b\"\"\""), lines.get(2));
  }

  @Test
  void statisticsInterpolateBetweenSamples() {
    assertEquals(2.5, Statistics.median(new double[] {4, 1, 3, 2}));
    assertEquals(3, Statistics.median(new double[] {3}));
    assertTrue(Double.isNaN(Statistics.median(new double[0])));
    assertEquals(19.05, Statistics.quantile(twenty(), 0.95), 1e-9);
    assertEquals(2, Statistics.geometricMean(List.of(1.0, 4.0)), 1e-12);
  }

  private static double[] twenty() {
    double[] samples = new double[20];
    for (int i = 0; i < 20; i++) {
      samples[i] = 20 - i;
    }
    return samples;
  }
}
