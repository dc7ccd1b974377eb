package dev.assam.pages.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.RowLog;
import dev.assam.pages.measure.ForkedContestant;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bench that is broken off leaves a report and nothing that runs, and goes on where it was. */
class InterruptTest {
  /** Sizes of six networks' files, and the first runs. */
  private static final int ROWS_BEFORE = 8;

  /** Six networks in five runtimes, and the sizes: more than can be done before the signal. */
  private static final int ROWS = 36;

  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  private Process start(String runtime) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command =
        new ArrayList<>(
            ForkedContestant.java(
                List.of("-Djava.io.tmpdir=" + temporary), dev.assam.pages.Bench.class));
    command.addAll(
        List.of("--only", "grid", "--with", runtime, "--out", folder.resolve("out").toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private Map<RowId, Row> rows() throws IOException {
    Map<RowId, Row> rows = new LinkedHashMap<>();
    RowLog.read(folder.resolve("out/quick.jsonl")).forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"INT, 'assam-wasm,assam-jvm'", "TERM, 'assam-jvm,assam-wasm'"})
  void whatIsThereStaysAndIsNotMeasuredAgain(String signal, String runtimes)
      throws IOException, InterruptedException {
    String all = runtimes + ",assam-wasm-plain,assam-reference,assam-js";
    String text = broken(start(all), ROWS_BEFORE, signal);
    Map<RowId, Row> before = rows();
    assertTrue(before.size() >= ROWS_BEFORE && before.size() < ROWS, before.keySet().toString());
    before.values().forEach(row -> assertTrue(row.isOk(), row.reason()));
    String report = Files.readString(folder.resolve("out/quick.html"));
    assertTrue(report.contains("Broken off: " + before.size() + " of " + ROWS + " rows"), text);
    assertTrue(report.endsWith("</html>\n"));
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), left.filter(file -> file.toString().contains("assam-")).toList());
    }

    String told = broken(start(all), 1, signal);
    String there = String.format(Locale.ROOT, "%d rows, %5d of them there", ROWS, before.size());
    assertTrue(told.contains(there), told);
    Map<RowId, Row> after = rows();
    assertTrue(after.size() > before.size(), told);
    before.forEach((id, row) -> assertEquals(row.origin(), after.get(id).origin()));
  }

  /** Ends a bench by a signal once it has measured so many rows; what it told. */
  private static String broken(Process bench, int rows, String signal)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    BufferedReader reader = bench.inputReader(StandardCharsets.UTF_8);
    int measured = 0;
    while (measured < rows) {
      String line = reader.readLine();
      assertNotNull(line, text.toString());
      text.append(line).append('\n');
      measured += line.contains("min left") ? 1 : 0;
    }
    List<ProcessHandle> children = bench.descendants().toList();
    assertFalse(children.isEmpty());
    new ProcessBuilder("kill", "-" + signal, Long.toString(bench.pid())).start().waitFor();
    reader.lines().forEach(line -> text.append(line).append('\n'));
    assertTrue(bench.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), text.toString());
    for (ProcessHandle child : children) {
      child.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
    return text.toString();
  }
}
