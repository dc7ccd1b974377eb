package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.List;

/** The papers' findings beside our numbers, and a page of Markdown with the same. */
final class FindingsSection implements Section {
  private static final String ZOO = "zoo";
  private static final String RESNET = "light_resnet50";

  /** How many words of a line below were published. */
  private static final int PUBLISHED = 5;

  /**
   * Published for ResNet50, milliseconds: set up, warm-up, one prediction, against native; then
   * what stands beside it here, if anything.
   */
  private static final List<List<String>> RESNET50 =
      List.of(
          List.of("TensorFlow, native CPU", "6407", "997", "82.2", "1", ""),
          List.of("ONNX Runtime, native CPU", "488", "25.4", "23.4", "1", "ort-native"),
          List.of("TF.js wasm, base", "2363", "1984", "1710", "20.8", "tfjs-wasm-scalar"),
          List.of("TF.js wasm, threads", "2110", "1725", "1416", "17.2", ""),
          List.of("TF.js wasm, SIMD", "2485", "900", "540", "6.6", "tfjs-wasm"),
          List.of("TF.js wasm, threads and SIMD", "1665", "647", "301", "3.7", "tfjs-wasm"),
          List.of("ORT.js wasm, base", "699", "394", "396", "16.9", ""),
          List.of("ORT.js wasm, SIMD", "2412", "412", "358", "15.3", "ort-web"),
          List.of("ORT.js wasm, threads and SIMD", "1219", "307", "172", "7.4", "ort-web"),
          List.of("TF.js WebGL, integrated GPU", "1636", "2814", "248", "22.2", "tfjs-webgl"),
          List.of("TF.js WebGL, discrete GPU", "2483", "5444", "79.8", "7.1", ""),
          List.of("ORT.js WebGL, integrated GPU", "721", "1600", "183", "32.7", "ort-web-webgl"),
          List.of("ORT.js WebGL, discrete GPU", "2012", "2811", "78.2", "14.0", ""));

  @Override
  public void write(Page page, RowSet rows) {
    page.chapter("The papers' findings today");
    page.words(
        "Verdicts follow from this report's rows by rule: confirmed where our numbers say the same,"
            + " changed where the direction holds but the size does not, refuted where neither does."
            + " A ratio says the same if it is at least half and at most twice as large.");
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
    page.heading("ResNet50: published (2025 paper's artifact) and here")
        .words(
            "Milliseconds to set up, for the first run and for one prediction, and against the"
                + " native build. Published: TF.js 4.2 and ORT.js 1.14 in Chrome on the authors' PC;"
                + " native TensorFlow had one thread there, ONNX Runtime as many as it liked. Here:"
                + " light_resnet50 (ResNet50 with the same layers) in today's versions on the machine"
                + " above, against ONNX Runtime on as many threads. Times of two machines cannot be"
                + " compared, ratios can. The 2019 paper measured on an i7-8750H with HD 630 and GTX"
                + " 1070 Max-Q, Chrome 71.")
        .table(
            List.of(
                "runtime",
                "published: set up",
                "first run",
                "prediction",
                "× native",
                "here",
                "set up",
                "first run",
                "prediction",
                "× native"),
            resnet(rows));
  }

  private static List<List<String>> resnet(RowSet rows) {
    int several = rows.of(ZOO).stream().mapToInt(row -> row.id().threads()).max().orElse(1);
    List<List<String>> lines = new ArrayList<>();
    for (List<String> published : RESNET50) {
      List<String> line = new ArrayList<>(published.subList(0, PUBLISHED));
      String runtime = published.get(PUBLISHED);
      boolean threads = published.get(0).contains("threads");
      line.addAll(here(rows, runtime, threads ? several : 1));
      lines.add(line);
    }
    for (String runtime : List.of("assam-wasm", "assam-webgl", "assam-webgpu")) {
      for (int threads : runtime.equals("assam-wasm") ? List.of(1, several) : List.of(1)) {
        List<String> line = new ArrayList<>(List.of("Assam", "–", "–", "–", "–"));
        line.addAll(here(rows, runtime, threads));
        lines.add(line);
      }
    }
    return lines;
  }

  private static List<String> here(RowSet rows, String runtime, int threads) {
    Row row = rows.find(ZOO, RESNET, runtime, threads);
    if (runtime.isEmpty() || row == null) {
      return List.of("–", "–", "–", "–", "–");
    }
    String name = new RowSet.Column(runtime, threads).toString();
    if (!row.isOk()) {
      return List.of(name, row.status().text(), "–", "–", "–");
    }
    Row.Times times = row.times();
    return List.of(
        name,
        Page.number(times.loadMs() + times.compileMs()),
        Page.number(times.firstMs()),
        Page.number(row.medianMs()),
        Page.number(row.medianMs() / rows.median(ZOO, RESNET, "ort-native", threads)));
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
