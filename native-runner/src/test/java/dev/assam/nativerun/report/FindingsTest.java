package dev.assam.nativerun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.nativerun.report.Finding.Verdict;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verdicts follow from numbers, and of GPUs from GPUs only. */
class FindingsTest {
  private static final Row.Origin ORIGIN =
      new Row.Origin("abc", "a machine", "c", "2026-01-01T00:00:00Z");

  private static Row row(String experiment, String runtime, double millis, Row.Setup setup) {
    return new Row(
        new RowId(experiment, "m", runtime, 1, "c"),
        Status.OK,
        "",
        setup,
        new Row.Times(1.0, 2.0, 3.0, 4, new double[] {millis}),
        Row.Memory.UNKNOWN,
        0.0,
        Map.of(),
        Map.of(),
        ORIGIN);
  }

  private static Row onGpu(double millis, String adapter, Boolean software) {
    Row.Setup setup =
        new Row.Setup(
            1, "none", true, Map.of("webgpu", 9), "b 1", adapter, software, null, "random", false);
    return row("zoo", "ort-web-webgpu", millis, setup);
  }

  private static Row plain(String experiment, String runtime, double millis) {
    return row(experiment, runtime, millis, Row.Setup.of(1, null));
  }

  private static Finding find(List<Row> rows, String words) {
    return Findings.of(new RowSet(rows)).stream()
        .filter(finding -> finding.claim().contains(words))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRatioIsConfirmedBetweenHalfAndTwice() {
    assertEquals(Verdict.CONFIRMED, Findings.about(4.9, 2.45));
    assertEquals(Verdict.CONFIRMED, Findings.about(4.9, 9.8));
    assertEquals(Verdict.CHANGED, Findings.about(4.9, 9.9));
    assertEquals(Verdict.CHANGED, Findings.about(4.9, 1.2));
    assertEquals(Verdict.REFUTED, Findings.about(4.9, 1.05));
    assertEquals(Verdict.REFUTED, Findings.about(4.9, 0.3));
    assertEquals(Verdict.OPEN, Findings.about(4.9, Double.NaN));
    assertEquals(Verdict.CONFIRMED, Findings.longer(1.672, 1.4));
    assertEquals(Verdict.CHANGED, Findings.longer(1.672, 1.3));
    assertEquals(Verdict.CHANGED, Findings.longer(1.672, 2.5));
    assertEquals(Verdict.REFUTED, Findings.longer(1.672, 1.05));
    assertEquals(Verdict.OPEN, Findings.longer(1.672, Double.NaN));
  }

  @Test
  void softwareAdaptersJudgeNothing() {
    for (Row page :
        List.of(
            onGpu(50, "ANGLE (SwiftShader)", null),
            onGpu(50, "some adapter", true),
            onGpu(50, null, null))) {
      Finding finding =
          find(
              List.of(plain("zoo", "ort-native", 10), plain("zoo", "ort-native-cuda", 10), page),
              "On PCs' GPUs");
      assertEquals(Verdict.OPEN, finding.verdict());
      assertTrue(finding.evidence().contains("not judged: 5.00×"), finding.evidence());
    }
  }

  @Test
  void gpusAreComparedWithTheNativeGpuBuildOnly() {
    Row page = onGpu(50, "nvidia ada", false);
    Finding beside =
        find(
            List.of(plain("zoo", "ort-native", 1), plain("zoo", "ort-native-cuda", 10), page),
            "On PCs' GPUs");
    assertEquals(Verdict.CONFIRMED, beside.verdict());
    assertTrue(beside.evidence().contains("native GPU build 5.00×"), beside.evidence());
    Finding alone = find(List.of(plain("zoo", "ort-native", 10), page), "On PCs' GPUs");
    assertEquals(Verdict.OPEN, alone.verdict());
    assertTrue(alone.evidence().contains("native CPU build 5.00×"), alone.evidence());
    assertFalse(alone.evidence().contains("not judged"), alone.evidence());
  }

  @Test
  void trainingIsSaidToBePeersOnly() {
    List<Row> rows =
        List.of(
            plain("training", "convnetjs", 10),
            plain("training", "brainjs", 20),
            plain("training", "tfjs-cpu", 26));
    Finding peers = find(rows, "ConvNetJS trains");
    assertEquals(Verdict.CONFIRMED, peers.verdict());
    assertTrue(peers.evidence().contains("does not train"), peers.evidence());
    Finding natively = find(rows, "33.9 times");
    assertEquals(Verdict.OPEN, natively.verdict());
    assertTrue(natively.evidence().contains("does not train"), natively.evidence());
  }

  @Test
  void withoutRowsNothingIsJudged() {
    for (Finding finding : Findings.of(new RowSet(List.of()))) {
      assertEquals(Verdict.OPEN, finding.verdict(), finding.claim());
    }
  }
}
