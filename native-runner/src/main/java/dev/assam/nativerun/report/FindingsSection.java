package dev.assam.nativerun.report;

import java.util.ArrayList;
import java.util.List;

/** The papers' findings beside our numbers, and a page of Markdown with the same. */
final class FindingsSection implements Section {
  /** Published for ResNet50, milliseconds: set up, warm-up, one prediction, against native. */
  private static final List<List<String>> RESNET50 =
      List.of(
          List.of("TensorFlow, native CPU", "6407", "997", "82.2", "1"),
          List.of("ONNX Runtime, native CPU", "488", "25.4", "23.4", "1"),
          List.of("TF.js wasm, base", "2363", "1984", "1710", "20.8"),
          List.of("TF.js wasm, threads", "2110", "1725", "1416", "17.2"),
          List.of("TF.js wasm, SIMD", "2485", "900", "540", "6.6"),
          List.of("TF.js wasm, threads and SIMD", "1665", "647", "301", "3.7"),
          List.of("ORT.js wasm, base", "699", "394", "396", "16.9"),
          List.of("ORT.js wasm, SIMD", "2412", "412", "358", "15.3"),
          List.of("ORT.js wasm, threads and SIMD", "1219", "307", "172", "7.4"),
          List.of("TF.js WebGL, integrated GPU", "1636", "2814", "248", "22.2"),
          List.of("TF.js WebGL, discrete GPU", "2483", "5444", "79.8", "7.1"),
          List.of("ORT.js WebGL, integrated GPU", "721", "1600", "183", "32.7"),
          List.of("ORT.js WebGL, discrete GPU", "2012", "2811", "78.2", "14.0"));

  @Override
  public void write(Page page, RowSet rows) {
    page.chapter("The papers' findings today");
    page.words(
        "Verdicts follow from this report's rows by rule: confirmed where our numbers say the same,"
            + " changed where the direction holds but the size does not, refuted where neither does.");
    List<List<String>> lines = new ArrayList<>();
    for (Finding finding : Findings.of(rows)) {
      lines.add(
          List.of(
              finding.paper(),
              finding.claim(),
              finding.verdict().text(),
              finding.evidence(),
              finding.command()));
    }
    page.table(List.of("paper", "found then", "now", "our numbers", "command"), lines);
    page.heading("Published for ResNet50 (2025 paper's artifact: TF.js 4.2, ORT.js 1.14, Chrome)")
        .words(
            "Milliseconds on the authors' PC. The native TensorFlow there had one thread, ONNX"
                + " Runtime as many as it liked; not comparable with the numbers above in absolute"
                + " terms. The 2019 paper measured on an i7-8750H with HD 630 and GTX 1070 Max-Q,"
                + " Chrome 71.")
        .table(List.of("runtime", "set up", "warm-up", "prediction", "× native"), RESNET50);
  }

  /** The page {@code docs/findings.md}. */
  static String markdown(RowSet rows) {
    StringBuilder table = new StringBuilder();
    for (Finding finding : Findings.of(rows)) {
      table
          .append("## ")
          .append(finding.claim())
          .append("\n\n*")
          .append(finding.paper())
          .append("*\n\n**")
          .append(finding.verdict().text())
          .append("**: ")
          .append(finding.evidence())
          .append(" (`")
          .append(finding.command())
          .append("`)\n\n");
    }
    String machine = rows.all().isEmpty() ? "–" : rows.all().getLast().origin().machine();
    String commit = rows.all().isEmpty() ? "–" : rows.all().getLast().origin().commit();
    return HtmlReport.resource("findings.md")
        .replace("@machine@", machine)
        .replace("@commit@", commit)
        .replace("@findings@", table.toString().strip());
  }
}
