package dev.assam.nativerun.report;

import dev.assam.nativerun.report.Finding.Verdict;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Statistics;
import dev.assam.nativerun.row.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What rows say about the findings of the two papers. Verdicts follow from the numbers by rule. */
final class Findings {
  /** A browser's own memory is many times a smaller model's. */
  private static final double LARGE_BYTES = 1e6;

  private static final String WWW = "Moving Deep Learning into Web Browser (WWW 2019)";
  private static final String TOSEM = "Anatomizing Deep Learning Inference in Web Browsers (2025)";
  private static final String NATIVE = "ort-native";

  private final RowSet rows;
  private final List<Finding> found = new ArrayList<>();

  private Findings(RowSet rows) {
    this.rows = rows;
  }

  static List<Finding> of(RowSet rows) {
    Findings findings = new Findings(rows);
    findings.gaps();
    findings.phases();
    findings.files();
    findings.failures();
    findings.causes();
    findings.memory();
    findings.experience();
    return List.copyOf(findings.found);
  }

  private void add(String paper, String claim, Verdict verdict, String evidence, String only) {
    boolean nothing = verdict == Verdict.OPEN && !evidence.contains("×");
    String text = nothing ? "no rows" : evidence;
    found.add(new Finding(paper, claim, verdict, text, "./assam bench --only " + only));
  }

  /** Ratios to the native library of all rows of an experiment that are wanted. */
  private List<Double> ratios(String experiment, Predicate<Row> wanted) {
    List<Double> ratios = new ArrayList<>();
    for (Row row : rows.of(experiment)) {
      double base = rows.median(experiment, row.id().model(), NATIVE, row.id().threads());
      double ratio = row.medianMs() / base;
      if (wanted.test(row) && Double.isFinite(ratio) && ratio > 0) {
        ratios.add(ratio);
      }
    }
    return ratios;
  }

  private static Predicate<Row> runtime(String... names) {
    return row -> List.of(names).contains(row.id().runtime());
  }

  private static String mean(String what, List<Double> ratios) {
    return ratios.isEmpty()
        ? what + " –"
        : String.format(
            Locale.ROOT,
            "%s %.2f× (%.2f to %.2f, %d rows)",
            what,
            Statistics.geometricMean(ratios),
            Collections.min(ratios),
            Collections.max(ratios),
            ratios.size());
  }

  private void gaps() {
    List<Double> cpu =
        ratios("grid", runtime("tfjs-cpu").and(row -> row.id().model().startsWith("fc")));
    List<Double> wasm =
        ratios("grid", runtime("assam-wasm").and(row -> row.id().model().startsWith("fc")));
    add(
        WWW,
        "On the CPU, inference of fully connected networks takes 5.8 times the native time on"
            + " average",
        verdict(cpu, ratio -> ratio > 4, ratio -> ratio > 1.5),
        mean("TensorFlow.js in JavaScript", cpu) + "; " + mean("Assam in WebAssembly", wasm),
        "grid");
    List<Double> ort = ratios("zoo", runtime("ort-web"));
    List<Double> tfjs = ratios("zoo", runtime("tfjs-wasm"));
    List<Double> ours = ratios("zoo", runtime("assam-wasm"));
    List<Double> peers = new ArrayList<>(ort);
    peers.addAll(tfjs);
    add(
        TOSEM,
        "On PCs' CPUs the page takes 16.9 times the native time on average (TF.js 3.7–18.4, ORT.js"
            + " 2.1–36.4)",
        verdict(peers, ratio -> ratio > 10, ratio -> ratio > 1.5),
        mean("onnxruntime-web", ort)
            + "; "
            + mean("TensorFlow.js", tfjs)
            + "; "
            + mean("Assam", ours),
        "zoo");
    List<Double> gpu = ratios("zoo", row -> row.id().runtime().contains("webg"));
    boolean onHardware =
        rows.all().stream().map(row -> row.setup().adapter()).anyMatch(Findings::isHardware);
    add(
        TOSEM,
        "On PCs' GPUs the page takes 4.9 times the native time on average",
        gpu.isEmpty() || !onHardware
            ? Verdict.OPEN
            : verdict(gpu, ratio -> ratio > 3, ratio -> ratio > 1),
        mean(
            "all GPU backends against the native CPU build"
                + (onHardware ? "" : ", on a software adapter, which is not judged:"),
            gpu),
        "zoo");
  }

  private static Verdict verdict(
      List<Double> values, Predicate<Double> confirms, Predicate<Double> changes) {
    double mean = Statistics.geometricMean(values);
    if (Double.isNaN(mean)) {
      return Verdict.OPEN;
    }
    return confirms.test(mean)
        ? Verdict.CONFIRMED
        : changes.test(mean) ? Verdict.CHANGED : Verdict.REFUTED;
  }

  private List<Double> numbers(
      String experiment, Predicate<Row> wanted, ToDoubleFunction<Row> number) {
    List<Double> numbers = new ArrayList<>();
    for (Row row : rows.of(experiment)) {
      double value = row.isOk() && wanted.test(row) ? number.applyAsDouble(row) : Double.NaN;
      if (Double.isFinite(value) && value > 0) {
        numbers.add(value);
      }
    }
    return numbers;
  }

  private void phases() {
    Predicate<Row> page = row -> row.setup().browser() != null;
    List<Double> shares =
        numbers(
            "grid",
            page,
            row ->
                (row.times().compileMs() + row.times().firstMs() - row.medianMs())
                    / row.medianMs());
    add(
        WWW,
        "Loading and warm-up take most of the time where a small model runs once",
        verdict(shares, share -> share > 5, share -> share > 1),
        mean("opening and first run, in multiples of a warm run:", shares),
        "grid");
    List<Double> synaptic = numbers("grid", runtime("synaptic"), row -> row.times().compileMs());
    List<Double> convnet = numbers("grid", runtime("convnetjs"), row -> row.times().compileMs());
    double times = Statistics.geometricMean(synaptic) / Statistics.geometricMean(convnet);
    add(
        WWW,
        "synaptic takes 100 to 1000 times as long as ConvNetJS to load a model",
        Double.isNaN(times)
            ? Verdict.OPEN
            : times > 50 ? Verdict.CONFIRMED : times > 5 ? Verdict.CHANGED : Verdict.REFUTED,
        String.format(Locale.ROOT, "%.0f times in the geometric mean", times),
        "grid");
    List<Double> slow =
        numbers(
            "grid",
            row -> page.test(row) && row.id().model().startsWith("fc") && row.medianMs() >= 1.5,
            Row::medianMs);
    List<Double> all =
        numbers("grid", row -> page.test(row) && row.id().model().startsWith("fc"), Row::medianMs);
    add(
        WWW,
        "Inference of these networks takes less than 1.5 ms nearly everywhere (synaptic: at least"
            + " 6.7 ms)",
        all.isEmpty()
            ? Verdict.OPEN
            : slow.size() * 5 <= all.size() ? Verdict.CONFIRMED : Verdict.CHANGED,
        slow.size() + " of " + all.size() + " rows take 1.5 ms or more",
        "grid");
  }

  private void files() {
    List<Double> ratios = new ArrayList<>();
    for (Row row : rows.of("grid")) {
      if (row.isOk() && row.facts().containsKey("file_bytes")) {
        ratios.add(Double.parseDouble(row.facts().get("file_bytes")) / row.value("model_bytes"));
      }
    }
    add(
        WWW,
        "JSON models are about 7 times as large as binary ones",
        verdict(ratios, ratio -> ratio > 4, ratio -> ratio > 1.5),
        mean("peers' own files against ONNX:", ratios),
        "grid");
  }

  private void failures() {
    int all = 0;
    int failed = 0;
    for (Row row : rows.of("zoo")) {
      if (row.setup().browser() != null || !row.isOk()) {
        all += row.status() == Status.ABSENT ? 0 : 1;
        failed += row.isOk() || row.status() == Status.ABSENT ? 0 : 1;
      }
    }
    add(
        WWW + "; " + TOSEM,
        "Many models do not run in a page: 6 of 11 Keras models failed (2019), ORT's WebGL ran 6 of"
            + " 16 (2025)",
        all == 0
            ? Verdict.OPEN
            : failed * 4 > all ? Verdict.CONFIRMED : failed > 0 ? Verdict.CHANGED : Verdict.REFUTED,
        failed + " of " + all + " rows of models in pages have no result",
        "zoo");
  }

  private void causes() {
    List<Double> vectors = new ArrayList<>();
    List<Double> engine = new ArrayList<>();
    List<Double> fma = new ArrayList<>();
    List<Double> simd = new ArrayList<>();
    List<Double> kernels = new ArrayList<>();
    for (String model : rows.models(Anatomy.EXPERIMENT)) {
      List<Row> chain = new ArrayList<>();
      Anatomy.CHAIN.forEach(runtime -> chain.add(rows.find(Anatomy.EXPERIMENT, model, runtime, 1)));
      Anatomy anatomy = Anatomy.of(model, chain);
      if (anatomy == null) {
        continue;
      }
      for (Anatomy.Step step : anatomy.steps()) {
        switch (step.to()) {
          case "assam-jvm" -> kernels.add(step.factor());
          case "assam-jvm-128" -> vectors.add(step.factor());
          case "assam-wasm" -> engine.add(step.factor());
          case "assam-wasm-plain" -> fma.add(step.factor());
          default -> simd.add(step.factor());
        }
      }
    }
    add(
        TOSEM,
        "The gap's causes: vectors of 128 bits (at most 4 times), no fused multiply-add (at most 2"
            + " times), the engine's overhead; none was measured apart",
        vectors.isEmpty() || engine.isEmpty() ? Verdict.OPEN : Verdict.CHANGED,
        mean("vectors", vectors)
            + "; "
            + mean("no fused multiply-add", fma)
            + "; "
            + mean("WebAssembly instead of HotSpot", engine)
            + "; "
            + mean("kernels", kernels),
        "anatomy");
    add(
        TOSEM,
        "SIMD makes TF.js's WebAssembly 3.2 times as fast as without",
        Verdict.OPEN,
        mean("our JavaScript build, which has no kernels either, against plain SIMD", simd),
        "anatomy");
  }

  /** Whether an adapter is known and no program on the CPU. */
  private static boolean isHardware(String adapter) {
    String name = adapter == null ? "" : adapter.toLowerCase(Locale.ROOT);
    return !name.isEmpty()
        && !name.contains("swiftshader")
        && !name.contains("llvmpipe")
        && !name.contains("lavapipe");
  }

  private void memory() {
    List<Double> times =
        numbers(
            "zoo",
            row -> row.setup().browser() != null && row.value("model_bytes") >= LARGE_BYTES,
            row ->
                row.memory().pssBytes() == null
                    ? Double.NaN
                    : row.memory().pssBytes() / row.value("model_bytes"));
    double largest = times.isEmpty() ? Double.NaN : Collections.max(times);
    add(
        TOSEM,
        "A page's memory grows to as much as 334.6 times the model's size (ESRGAN)",
        Double.isNaN(largest) ? Verdict.OPEN : largest > 100 ? Verdict.CONFIRMED : Verdict.CHANGED,
        mean("processes' memory against the model's file, files of 1 MB and more:", times),
        "zoo");
  }

  private void experience() {
    double calm = value("no inference", "render_median_ms");
    double blocked = value("ort-web default, 1:1 duty", "render_median_ms");
    double worker = value("assam worker, 1:1 duty", "render_median_ms");
    add(
        TOSEM,
        "Components of a page take 67.2 % longer to render while a model runs",
        Double.isNaN(blocked)
            ? Verdict.OPEN
            : blocked / calm > 1.3 ? Verdict.CONFIRMED : Verdict.CHANGED,
        String.format(
            Locale.ROOT,
            "%+.0f %% with onnxruntime-web as it comes, %+.0f %% with Assam in its worker",
            100 * (blocked / calm - 1),
            100 * (worker / calm - 1)),
        "experience");
    double none = value("no inference", "frames_per_second");
    double mainThread = value("ort-web default", "frames_per_second");
    double away = value("assam worker", "frames_per_second");
    add(
        TOSEM,
        "Frames are lost while a model runs",
        Double.isNaN(mainThread)
            ? Verdict.OPEN
            : away > 0.9 * none ? Verdict.CHANGED : Verdict.CONFIRMED,
        String.format(
            Locale.ROOT,
            "%.0f frames a second without a model, %.1f with onnxruntime-web as it comes, %.0f with"
                + " Assam in its worker",
            none,
            mainThread,
            away),
        "experience");
    double late = value("ort-web default", "accuracy");
    double ours = value("assam worker", "accuracy");
    add(
        TOSEM,
        "Slow inference costs accuracy on video, where frames in between reuse the last answer",
        Double.isNaN(late) ? Verdict.OPEN : late < 0.9 ? Verdict.CONFIRMED : Verdict.REFUTED,
        String.format(
            Locale.ROOT,
            "%.0f %% of frames right with onnxruntime-web, %.0f %% with Assam; 100 %% without lag",
            100 * late,
            100 * ours),
        "experience");
  }

  /** The mean over models of a number of the experience. */
  private double value(String way, String name) {
    double sum = 0;
    int count = 0;
    for (Row row : rows.of("experience")) {
      if (row.isOk() && row.id().runtime().equals(way) && !Double.isNaN(row.value(name))) {
        sum += row.value(name);
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }
}
