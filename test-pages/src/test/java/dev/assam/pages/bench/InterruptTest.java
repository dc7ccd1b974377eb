package dev.assam.pages.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bench that is broken off leaves a report and nothing that runs, and goes on where it was. */
class InterruptTest {
  private static final int ROWS_BEFORE = 8;
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
  @CsvSource({"INT, assam-wasm", "TERM, assam-jvm"})
  void whatIsThereStaysAndIsNotMeasuredAgain(String signal, String runtime)
      throws IOException, InterruptedException {
    Process first = start(runtime);
    StringBuilder text = new StringBuilder();
    BufferedReader reader = first.inputReader(StandardCharsets.UTF_8);
    int measured = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      text.append(line).append('\n');
      measured += line.contains("min left") ? 1 : 0;
      if (measured == ROWS_BEFORE) {
        break;
      }
    }
    assertEquals(ROWS_BEFORE, measured, text.toString());
    List<ProcessHandle> children = first.descendants().toList();
    assertFalse(children.isEmpty());
    new ProcessBuilder("kill", "-" + signal, Long.toString(first.pid())).start().waitFor();
    reader.lines().forEach(line -> text.append(line).append('\n'));
    assertTrue(first.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), text.toString());
    for (ProcessHandle child : children) {
      child.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
    Map<RowId, Row> before = rows();
    assertTrue(before.size() >= ROWS_BEFORE && before.size() < 12, before.keySet().toString());
    before.values().forEach(row -> assertTrue(row.isOk(), row.reason()));
    String report = Files.readString(folder.resolve("out/quick.html"));
    assertTrue(report.contains("Broken off: " + before.size() + " of 12 rows"), text.toString());
    assertTrue(report.endsWith("</html>\n"));
    try (var left = Files.list(folder.resolve("tmp"))) {
      assertEquals(List.of(), left.filter(file -> file.toString().contains("assam-")).toList());
    }

    Process second = start(runtime);
    String told = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, second.waitFor(), told);
    assertTrue(told.contains("12 rows, " + " ".repeat(4) + before.size() + " of them"), told);
    Map<RowId, Row> after = rows();
    assertEquals(12, after.size());
    before.forEach((id, row) -> assertEquals(row.origin(), after.get(id).origin()));
    assertFalse(Files.readString(folder.resolve("out/quick.html")).contains("Broken off"));
  }
}
