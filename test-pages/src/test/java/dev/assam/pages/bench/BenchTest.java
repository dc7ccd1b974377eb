package dev.assam.pages.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.RowLog;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.measure.Baselines;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Measurer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens in an experiment, each of its rows is there once, with a reason at worst. */
class BenchTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final Progress progress =
      new Progress(new PrintStream(text, true, StandardCharsets.UTF_8));

  private static RowId id(String name) {
    return new RowId("test", name, "fake", 1, "");
  }

  private static Row good(RowId id) {
    Row.Origin origin = new Row.Origin("abc", "m", "c", "2026-01-01T00:00:00Z");
    return Row.of(id, Row.Setup.of(1, null), Map.of("n", 1.0), origin);
  }

  /** A bench over the rows of a file, for one commit. */
  private Bench bench(RowLog log, int rowSeconds) {
    Plan quick = Plan.quick();
    Plan plan =
        new Plan(
            "test",
            60,
            rowSeconds,
            List.of(),
            quick.settings(),
            List.of(),
            List.of(),
            List.of(),
            1,
            1,
            List.of(),
            1,
            1,
            false);
    Measurer measurer =
        new Measurer(plan.settings(), new Baselines(null), new Measurer.Origins("abc", "m", "c"));
    return new Bench(plan, null, null, measurer, log, "abc", progress);
  }

  private Path file() {
    return folder.resolve("rows.jsonl");
  }

  private Row only(String name) throws IOException {
    List<Row> found =
        RowLog.read(file()).stream().filter(row -> row.id().equals(id(name))).toList();
    assertEquals(1, found.size(), name);
    return found.getFirst();
  }

  @Test
  void whatIsThrownIsARowWithTheReason() throws IOException {
    try (RowLog log = RowLog.open(file())) {
      Bench bench = bench(log, 60);
      bench.measure(
          id("absent"),
          () -> {
            throw new ContestantException(Status.ABSENT, "no such peer");
          });
      bench.measure(
          id("bug"),
          () -> {
            throw new IllegalArgumentException();
          });
      bench.measure(id("good"), () -> good(id("good")));
    }
    assertEquals(Status.ABSENT, only("absent").status());
    assertEquals("no such peer", only("absent").reason());
    assertEquals("java.lang.IllegalArgumentException", only("bug").reason());
    assertTrue(only("good").isOk());
  }

  @Test
  void aRowThatTakesTooLongIsEndedWithItsProcesses() throws IOException {
    try (RowLog log = RowLog.open(file())) {
      Bench bench = bench(log, 1);
      bench.measure(
          id("hangs"),
          () -> {
            waitFor("sleep", "60");
            throw new ContestantException(Status.FAILED, "the process ended");
          });
      bench.measure(id("next"), () -> good(id("next")));
      bench.measureTogether(
          List.of(id("first of two"), id("second of two")),
          () -> {
            bench.add(good(id("first of two")));
            waitFor("sleep", "60");
            throw new ContestantException(Status.FAILED, "the process ended");
          });
    }
    String reason = "took longer than 1 s, so its processes were ended";
    assertEquals(Status.FAILED, only("hangs").status());
    assertEquals(reason, only("hangs").reason());
    assertTrue(only("next").isOk());
    assertTrue(only("first of two").isOk());
    assertEquals(reason, only("second of two").reason());
  }

  private static void waitFor(String... command) {
    try {
      assertFalse(new ProcessBuilder(command).start().waitFor() == 0, "was ended");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void rowsThatAreThereAreNotMeasuredAgain() throws IOException {
    try (RowLog log = RowLog.open(file())) {
      bench(log, 60).measure(id("a"), () -> good(id("a")));
    }
    try (RowLog log = RowLog.open(file())) {
      Bench bench = bench(log, 60);
      progress.plan(List.of(id("a"), id("b")), List.of(id("a")));
      bench.measure(
          id("a"),
          () -> {
            throw new AssertionError("measured again");
          });
      bench.measure(id("b"), () -> good(id("b")));
    }
    assertTrue(only("a").isOk());
    assertTrue(only("b").isOk());
    assertTrue(progress.isComplete());
    String told = text.toString(StandardCharsets.UTF_8);
    assertTrue(told.contains("   2/2   0.0 min left"), told);
  }

  @Test
  void afterTheEndNothingIsWritten() throws IOException {
    try (RowLog log = RowLog.open(file())) {
      Bench bench = bench(log, 60);
      bench.stop();
      bench.measure(id("late"), () -> good(id("late")));
      bench.add(good(id("late")));
      bench.fail(id("late"), Status.FAILED, "late");
    }
    assertEquals(List.of(), RowLog.read(file()));
  }
}
