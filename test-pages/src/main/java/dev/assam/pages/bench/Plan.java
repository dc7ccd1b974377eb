package dev.assam.pages.bench;

import dev.assam.nativerun.bench.ShapeList;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.Settings;
import java.util.List;

/**
 * How much is measured.
 *
 * @param name {@code quick} or {@code full}
 * @param minutes after which nothing more is begun
 * @param rowSeconds what one row may take at most
 * @param experiments their names, in this order
 * @param models names of the list
 * @param runtimes of the zoo
 * @param chosen runtimes that were asked for, instead of each experiment's own; empty if none were
 * @param threads more than one thread, where threads are compared
 * @param rounds of alternating runs in the anatomy
 * @param kernelLists whose kernels are timed alone
 * @param kernelWarmMillis before each of them
 * @param experienceSeconds how long each page is used
 * @param fullGrid whether the grids have all their sizes
 */
record Plan(
    String name,
    int minutes,
    int rowSeconds,
    List<String> experiments,
    Settings settings,
    List<String> models,
    List<String> runtimes,
    List<String> chosen,
    int threads,
    int rounds,
    List<String> kernelLists,
    int kernelWarmMillis,
    int experienceSeconds,
    boolean fullGrid) {
  /** Within 15 minutes on two cores. */
  static Plan quick() {
    return new Plan(
        "quick",
        13,
        120,
        List.of("check", "anatomy", "zoo", "kernels", "grid", "experience"),
        new Settings(600, 15, 1200, 60),
        List.of("squeezenet1.1", "light_resnet50", "ppocr-rec", "candy", "minilm"),
        List.of(
            "ort-native",
            "assam-jvm",
            "assam-wasm",
            "assam-js",
            "assam-webgl",
            "assam-webgpu",
            "ort-web",
            "tfjs-wasm"),
        List.of(),
        Math.min(4, Runtime.getRuntime().availableProcessors()),
        7,
        List.of("gemm", "light_resnet50"),
        60,
        4,
        false);
  }

  /** Everything; some hours. */
  static Plan full() {
    return new Plan(
        "full",
        100_000,
        900,
        List.of(
            "check",
            "anatomy",
            "kernels",
            "grid",
            "zoo",
            "experience",
            "profile",
            "memory",
            "training"),
        new Settings(2500, 25, 20_000, 300),
        BenchModel.all().stream().map(BenchModel::name).toList(),
        Contestants.ALL,
        List.of(),
        Math.min(4, Runtime.getRuntime().availableProcessors()),
        15,
        ShapeList.NAMES,
        300,
        10,
        true);
  }

  /** The same with these models and runtimes; an empty list changes nothing. */
  Plan with(List<String> otherModels, List<String> otherRuntimes) {
    return new Plan(
        name,
        minutes,
        rowSeconds,
        experiments,
        settings,
        otherModels.isEmpty() ? models : otherModels,
        otherRuntimes.isEmpty() ? runtimes : otherRuntimes,
        otherRuntimes,
        threads,
        rounds,
        kernelLists,
        kernelWarmMillis,
        experienceSeconds,
        fullGrid);
  }

  /** About how long so many rows of an experiment take, from runs on two cores; seconds. */
  double estimate(String experiment, int rows) {
    double usual = 2 + 2 * settings.warmMillis() / 1e3 + settings.budgetMillis() / 4e3;
    return rows
        * switch (experiment) {
          case "check" -> 8 * usual;
          case "anatomy" -> 1.5 * usual;
          case "kernels" -> 0.25 + 2 * kernelWarmMillis / 1e3;
          case "grid" -> 1 + usual / 3;
          case "experience" -> experienceSeconds + 3.0;
          case "profile" -> 20.0;
          default -> usual;
        };
  }
}
