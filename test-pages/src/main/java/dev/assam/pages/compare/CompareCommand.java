package dev.assam.pages.compare;

import dev.assam.nativerun.row.Machine;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowTables;
import dev.assam.pages.Project;
import dev.assam.pages.measure.Baselines;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.Measurer;
import dev.assam.pages.measure.Settings;
import dev.assam.pages.measure.Site;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Times models in several runtimes, one after the other, and prints one table. */
@CommandLine.Command(
    name = "assam compare",
    mixinStandardHelpOptions = true,
    description = "Times models in Assam and its peers, natively and in headless Chromium.")
public final class CompareCommand implements Callable<Integer> {
  private static final int TIMEOUT_SECONDS = 600;

  @CommandLine.Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description = "names from the list (default: all whose files are there)")
  private List<String> names = List.of();

  @CommandLine.Option(
      names = "--with",
      split = ",",
      paramLabel = "RUNTIME",
      description =
          "runtimes, with commas between (default: ${DEFAULT-VALUE}; --list prints the others)")
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

  @CommandLine.Option(names = "--list", description = "list models and runtimes and time none")
  private boolean list;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command; the exit code. */
  public static int run(String[] args) {
    return new CommandLine(new CompareCommand()).execute(args);
  }

  @Override
  public Integer call() {
    for (String name : with) {
      if (!Contestants.ALL.contains(name)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "runtime " + name + " (allowed: " + Contestants.ALL + ")");
      }
    }
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
      System.out.println("runtimes: " + String.join(" ", Contestants.ALL));
      return 0;
    }
    System.out.println(new ComparisonTable(with, measure(models)));
    return 0;
  }

  private Map<String, Map<String, Row>> measure(List<BenchModel> models) {
    Map<String, Map<String, Row>> rows = new LinkedHashMap<>();
    try (Site site = new Site();
        Contestants contestants = new Contestants(site, TIMEOUT_SECONDS)) {
      Measurer measurer =
          new Measurer(
              new Settings(warmMillis, runs, Integer.MAX_VALUE, TIMEOUT_SECONDS),
              new Baselines(contestants.oracle()),
              new Measurer.Origins(
                  Machine.commit(Project.root()), Machine.description(), "assam compare"));
      for (String name : with) {
        System.out.println(name + ": " + contestants.get(name).description());
        for (BenchModel model : models) {
          Row row = measurer.measure("compare", contestants.get(name), model, threads);
          System.out.println("  " + RowTables.summary(row));
          rows.computeIfAbsent(model.name(), m -> new LinkedHashMap<>()).put(name, row);
        }
        contestants.end(name);
      }
    }
    return rows;
  }
}
