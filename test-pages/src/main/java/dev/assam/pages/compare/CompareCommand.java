package dev.assam.pages.compare;

import dev.assam.pages.Project;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Times models in several runtimes, one after the other, and prints one table. */
@CommandLine.Command(
    name = "assam compare",
    mixinStandardHelpOptions = true,
    description = "Times models in Assam and its peers, natively and in headless Chromium.")
public final class CompareCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description = "names from the list (default: all whose files are there)")
  private List<String> names = List.of();

  @CommandLine.Option(
      names = "--with",
      split = ",",
      paramLabel = "RUNTIME",
      description = "of ort-native, assam-jvm, ort-web, assam-wasm (default: all)")
  private List<String> with = List.of("ort-native", "assam-jvm", "ort-web", "assam-wasm");

  @CommandLine.Option(names = "--threads", paramLabel = "N", description = "threads (default: 1)")
  private int threads = 1;

  @CommandLine.Option(
      names = "--runs",
      paramLabel = "N",
      description = "warm runs, of which the median is printed (default: ${DEFAULT-VALUE})")
  private int runs = 15;

  @CommandLine.Option(
      names = "--warm",
      paramLabel = "MS",
      description = "how long to run before that (default: ${DEFAULT-VALUE})")
  private int warmMillis = 3000;

  @CommandLine.Option(names = "--list", description = "list the models and time none")
  private boolean list;

  /** Runs the command; the exit code. */
  public static int run(String[] args) {
    return new CommandLine(new CompareCommand()).execute(args);
  }

  @Override
  public Integer call() {
    List<BenchModel> models = new ArrayList<>();
    for (BenchModel model : BenchModel.all()) {
      if (names.isEmpty() || names.contains(model.name())) {
        if (Files.isRegularFile(model.file())) {
          models.add(model);
        } else {
          System.out.println(model.name() + " skipped: no file " + model.file());
        }
      }
    }
    if (list) {
      models.forEach(model -> System.out.println(model.name()));
      return 0;
    }
    Map<String, Map<String, Timing>> timings = new LinkedHashMap<>();
    for (String name : with) {
      try (Contestant contestant = open(name)) {
        System.out.println(name + ": " + contestant.description());
        for (BenchModel model : models) {
          Timing timing = time(contestant, model);
          if (timing != null) {
            timings.computeIfAbsent(model.name(), m -> new LinkedHashMap<>()).put(name, timing);
          }
        }
      }
    }
    System.out.println(new ComparisonTable(with, timings));
    return 0;
  }

  private Timing time(Contestant contestant, BenchModel model) {
    try {
      Timing timing = contestant.time(model, threads, warmMillis, runs);
      System.out.printf(
          Locale.ROOT,
          "  %s: create %.0f ms, first %.1f ms, median %.2f ms %s%n",
          model.name(),
          timing.createMs(),
          timing.firstMs(),
          timing.medianMs(),
          timing.note());
      return timing;
    } catch (RuntimeException e) {
      System.out.println("  " + model.name() + " failed: " + e.getMessage());
      return null;
    }
  }

  private static Contestant open(String name) {
    return switch (name) {
      case "ort-native" -> new OrtContestant();
      case "assam-jvm" -> new JvmContestant();
      case "ort-web" ->
          new PageContestant(
              name, "onnxruntime-web 1.30, wasm", "ortWeb", Peers.ortWeb(), Map.of());
      case "assam-wasm" ->
          new PageContestant(name, "Assam, wasm", "assam", Project.web(), Map.of());
      default ->
          throw new CommandLine.ParameterException(
              new CommandLine(new CompareCommand()),
              "runtime " + name + " (allowed: ort-native, assam-jvm, ort-web, assam-wasm)");
    };
  }
}
