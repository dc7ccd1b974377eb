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

  /** From here on something is slower, not just measured so. */
  private static final double NOTICEABLE = 1.1;

  private static final String WWW = "Moving Deep Learning into Web Browser (WWW 2019)";
  private static final String TOSEM = "Anatomizing Deep Learning Inference in Web Browsers (2025)";
  private static final String NATIVE = "ort-native";
  private static final String TRAINING = "training";

  /** Runtimes that are in no page. */
  private static final List<String> OUTSIDE =
      List.of(NATIVE, "ort-native-cuda", "assam-jvm", "assam-jvm-128", "assam-reference");

  private final RowSet rows;
  private final List<Finding> found = new ArrayList<>();

  private Findings(RowSet rows) {
    this.rows = rows;
  }

  static List<Finding> of(RowSet rows) {
    Findings findings = new Findings(rows);
    findings.gaps();
    findings.training();
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
    return ratios(experiment, wanted, NATIVE);
  }

  private List<Double> ratios(String experiment, Predicate<Row> wanted, String baseline) {
    List<Double> ratios = new ArrayList<>();
    for (Row row : rows.of(experiment)) {
      double base = rows.median(experiment, row.id().model(), baseline, row.id().threads());
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
        about(5.8, cpu),
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
        about(16.9, peers),
        mean("onnxruntime-web", ort)
            + "; "
            + mean("TensorFlow.js", tfjs)
            + "; "
            + mean("Assam", ours),
        "zoo");
    gpus();
  }

  /** Judged by rows of GPUs only, and beside the native GPU build where it was measured. */
  private void gpus() {
    Predicate<Row> gpu = row -> row.id().runtime().contains("webg");
    List<Double> hardware =
        ratios("zoo", gpu.and(row -> row.setup().onHardware()), "ort-native-cuda");
    boolean onGpu = !hardware.isEmpty();
    if (!onGpu) {
      hardware = ratios("zoo", gpu.and(row -> row.setup().onHardware()));
    }
    List<Double> software = ratios("zoo", gpu.and(row -> !row.setup().onHardware()));
    String against = onGpu ? "against the native GPU build" : "against the native CPU build";
    add(
        TOSEM,
        "On PCs' GPUs the page takes 4.9 times the native time on average",
        // Another baseline than theirs proves nothing.
        onGpu ? about(4.9, hardware) : Verdict.OPEN,
        mean("WebGL and WebGPU on a GPU " + against, hardware)
            + (software.isEmpty()
                ? ""
                : "; "
                    + mean(
                        "on a program in a GPU's place against the native CPU build, which is not"
                            + " judged:",
                        software)),
        "zoo");
  }

  /**
   * Whether ratios say what a claim says: confirmed if their mean is at least half and at most
   * twice as large, changed if something is slower at all, by more than a tenth.
   */
  static Verdict about(double claim, List<Double> ratios) {
    return about(claim, Statistics.geometricMean(ratios));
  }

  static Verdict about(double claim, double ratio) {
    return verdict(ratio, ratio / claim);
  }

  /**
   * The same of a claim that something takes so much longer: what is compared is by how much.
   *
   * @param claim and ratio as times, 1 where it takes as long as before
   */
  static Verdict longer(double claim, double ratio) {
    return verdict(ratio, (ratio - 1) / (claim - 1));
  }

  private static Verdict verdict(double ratio, double ofClaim) {
    if (!Double.isFinite(ratio)) {
      return Verdict.OPEN;
    }
    boolean near = ofClaim >= 0.5 && ofClaim <= 2;
    return near ? Verdict.CONFIRMED : ratio > NOTICEABLE ? Verdict.CHANGED : Verdict.REFUTED;
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
    List<Double> shares = new ArrayList<>();
    int most = 0;
    for (Row row : rows.of("grid")) {
      if (row.isOk() && page.test(row)) {
        double extra = row.times().compileMs() + row.times().firstMs() - row.medianMs();
        most += extra > row.medianMs() ? 1 : 0;
        shares.add(Math.max(1e-3, extra / row.medianMs()));
      }
    }
    add(
        WWW,
        "Loading and warm-up take most of the time where a small model runs once",
        shares.isEmpty()
            ? Verdict.OPEN
            : most * 4 >= shares.size() * 3
                ? Verdict.CONFIRMED
                : most * 2 >= shares.size() ? Verdict.CHANGED : Verdict.REFUTED,
        "in "
            + most
            + " of "
            + shares.size()
            + " rows; opening and what the first run takes more,"
            + mean(" in multiples of a warm run:", shares),
        "grid");
    List<Double> loads = new ArrayList<>();
    for (Row row : rows.of("grid")) {
      Row other = rows.find("grid", row.id().model(), "convnetjs", 1);
      if (row.isOk() && row.id().runtime().equals("synaptic") && other != null && other.isOk()) {
        loads.add(row.times().compileMs() / other.times().compileMs());
      }
    }
    add(
        WWW,
        "synaptic takes 100 to 1000 times as long as ConvNetJS to load a model",
        about(316, loads),
        mean("network by network", loads),
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

  private void training() {
    List<Double> brain = trained("brainjs");
    List<Double> tfjs = trained("tfjs-cpu");
    boolean nothing = brain.isEmpty() && tfjs.isEmpty();
    List<Double> all = new ArrayList<>(brain);
    all.addAll(tfjs);
    add(
        WWW,
        "ConvNetJS trains fully connected networks fastest on the CPU; brain.js takes about twice,"
            + " TF.js two to three times as long, synaptic 10 to 100 times",
        nothing
            ? Verdict.OPEN
            : Statistics.geometricMean(all) < 1 / NOTICEABLE
                ? Verdict.REFUTED
                : about(2, brain) == Verdict.CONFIRMED && about(2.5, tfjs) == Verdict.CONFIRMED
                    ? Verdict.CONFIRMED
                    : Verdict.CHANGED,
        "Assam runs models and does not train them, so these rows are peers' only: in multiples of"
            + " ConvNetJS's time for a batch of 64 "
            + mean("brain.js", brain)
            + "; "
            + mean("TensorFlow.js on the CPU", tfjs)
            + "; "
            + mean("synaptic", trained("synaptic")),
        TRAINING);
    found.add(
        new Finding(
            WWW,
            "Training of fully connected networks in a page takes 33.9 times the native time on the"
                + " CPU",
            Verdict.OPEN,
            "Assam does not train, and the native baseline here runs models only, so there is no"
                + " native time to compare peers with",
            "./assam bench --only " + TRAINING));
  }

  /** Times of a batch, in multiples of ConvNetJS's. */
  private List<Double> trained(String runtime) {
    return ratios(TRAINING, runtime(runtime), "convnetjs");
  }

  private void files() {
    List<Double> ratios = new ArrayList<>();
    for (Row row : rows.of("grid")) {
      // Keras.js reads a binary file.
      boolean json = !row.id().runtime().equals("kerasjs");
      if (json && row.isOk() && row.facts().containsKey("file_bytes")) {
        ratios.add(Double.parseDouble(row.facts().get("file_bytes")) / row.value("model_bytes"));
      }
    }
    add(
        WWW,
        "JSON models are about 7 times as large as binary ones",
        about(7, ratios),
        mean("JSON of ConvNetJS, brain.js and synaptic against ONNX:", ratios),
        "grid");
  }

  private void failures() {
    int[] peers = failures(row -> !row.id().runtime().contains("assam"));
    int[] ours = failures(row -> row.id().runtime().contains("assam"));
    add(
        WWW + "; " + TOSEM,
        "Many models do not run in a page: 6 of 11 Keras models failed (2019), ORT's WebGL ran 6 of"
            + " 16 (2025)",
        peers[1] == 0
            ? Verdict.OPEN
            : peers[0] * 4 > peers[1]
                ? Verdict.CONFIRMED
                : peers[0] > 0 ? Verdict.CHANGED : Verdict.REFUTED,
        "without a result: "
            + peers[0]
            + " of "
            + peers[1]
            + " rows of peers, "
            + ours[0]
            + " of "
            + ours[1]
            + " of Assam",
        "zoo");
  }

  /** Of rows of models in pages on one thread: those that ran into something, and all. */
  private int[] failures(Predicate<Row> wanted) {
    int[] counts = new int[2];
    for (Row row : rows.of("zoo")) {
      boolean counted = !OUTSIDE.contains(row.id().runtime()) && row.status() != Status.ABSENT;
      if (counted && row.id().threads() == 1 && wanted.test(row)) {
        counts[0] += row.isOk() ? 0 : 1;
        counts[1]++;
      }
    }
    return counts;
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
        vectors.isEmpty() || fma.isEmpty()
            ? Verdict.OPEN
            : Collections.max(vectors) <= 4 && Collections.max(fma) <= 2
                ? Verdict.CONFIRMED
                : Verdict.REFUTED,
        mean("vectors", vectors)
            + "; "
            + mean("no fused multiply-add", fma)
            + "; "
            + mean("WebAssembly instead of HotSpot", engine)
            + "; "
            + mean("kernels", kernels),
        "anatomy");
    List<Double> scalar = ratios("zoo", runtime("tfjs-wasm-scalar"), "tfjs-wasm");
    add(
        TOSEM,
        "SIMD makes TF.js's WebAssembly 3.2 times as fast as without",
        about(3.2, scalar),
        mean("TensorFlow.js without SIMD against with", scalar)
            + "; "
            + mean("our JavaScript build, which has no kernels either, against plain SIMD", simd),
        "zoo,anatomy");
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
        about(334.6, largest),
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
        longer(1.672, blocked / calm),
        String.format(
            Locale.ROOT,
            "from the click to the painted table %.1f ms without a model, %.1f with onnxruntime-web"
                + " as it comes (%+.0f %%), %.1f with Assam in its worker (%+.0f %%)",
            calm,
            blocked,
            100 * (blocked / calm - 1),
            worker,
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
            : mainThread > 0.9 * none
                ? Verdict.REFUTED
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
        Double.isNaN(late)
            ? Verdict.OPEN
            : late < 0.9 ? Verdict.CONFIRMED : late < 0.98 ? Verdict.CHANGED : Verdict.REFUTED,
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
