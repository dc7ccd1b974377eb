package dev.assam.pages.bench;

import dev.assam.nativerun.report.HtmlReport;
import dev.assam.nativerun.report.Repeatability;
import dev.assam.nativerun.row.Machine;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.RowLog;
import dev.assam.nativerun.row.RowTables;
import dev.assam.pages.Project;
import dev.assam.pages.measure.Baselines;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.Measurer;
import dev.assam.pages.measure.Peers;
import dev.assam.pages.measure.Site;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs the experiments and writes rows and report. */
@CommandLine.Command(
    name = "assam bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how far the page is from native code and why: rows as JSON lines and CSV, and one"
          + " HTML report.",
      "A run that was broken off goes on where it was: what has a row at this commit is not"
          + " measured again."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final Map<String, Experiment> EXPERIMENTS = new LinkedHashMap<>();

  static {
    List<Experiment> all =
        List.of(
            new CheckExperiment(),
            new AnatomyExperiment(),
            new KernelExperiment(),
            new ProfileExperiment(),
            new GridExperiment(),
            new ZooExperiment(),
            new ExperienceExperiment(),
            new MemoryExperiment(),
            new TrainingExperiment());
    all.forEach(experiment -> EXPERIMENTS.put(experiment.name(), experiment));
  }

  /** Which of two plans. */
  static final class Size {
    @CommandLine.Option(
        names = "--full",
        description = "everything, which takes hours (default: --quick)")
    boolean full;

    @CommandLine.Option(
        names = "--quick",
        description = "five models, three peers, within a quarter of an hour on two cores")
    boolean quick;

    Plan plan() {
      return full && !quick ? Plan.full() : Plan.quick();
    }
  }

  @CommandLine.ArgGroup private Size size = new Size();

  @CommandLine.Option(
      names = "--only",
      split = ",",
      paramLabel = "EXPERIMENT",
      description =
          "of check, anatomy, kernels, profile, grid, zoo, experience, memory, training (default:"
              + " all; with --quick all but profile, memory and training)")
  private List<String> only = List.of();

  @CommandLine.Option(
      names = "--models",
      split = ",",
      paramLabel = "MODEL",
      description = "instead of the plan's")
  private List<String> models = List.of();

  @CommandLine.Option(
      names = "--with",
      split = ",",
      paramLabel = "RUNTIME",
      description = "instead of the plan's")
  private List<String> runtimes = List.of();

  @CommandLine.Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "for rows and report (default: test-pages/target/bench)")
  private Path out;

  @CommandLine.Option(
      names = "--findings",
      paramLabel = "FILE",
      description = "write what the rows say about the papers' findings; measures nothing")
  private Path findings;

  @CommandLine.Option(
      names = "--serve",
      description = "serve the pages for any browser and measure nothing")
  private boolean serve;

  @CommandLine.Option(
      names = "--host",
      paramLabel = "NAME",
      description = "interface to serve on (default: ${DEFAULT-VALUE})")
  private String host = "localhost";

  @CommandLine.Option(
      names = "--port",
      paramLabel = "N",
      description = "port to serve on, 0 for any (default: ${DEFAULT-VALUE})")
  private int port = 8090;

  @CommandLine.Option(
      names = "--against",
      paramLabel = "FILE",
      description = "compare the rows' ratios with those of another run; measures nothing")
  private Path against;

  @CommandLine.Option(names = "--retry", description = "measure again what has no result")
  private boolean retry;

  @CommandLine.Option(names = "--fresh", description = "forget the rows that are there")
  private boolean fresh;

  @CommandLine.Option(
      names = "--report",
      description = "write the report again and measure nothing")
  private boolean reportOnly;

  @CommandLine.Option(
      names = "--plan",
      description = "print what would be measured and about how long that takes")
  private boolean planOnly;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command; the exit code. */
  public static int run(String[] args) {
    return new CommandLine(new BenchCommand()).execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (String name : only) {
      if (!EXPERIMENTS.containsKey(name)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "experiment " + name + " (allowed: " + EXPERIMENTS.keySet() + ")");
      }
    }
    Path folder = out == null ? Project.root().resolve("test-pages/target/bench") : out;
    Plan plan = size.plan().with(models, runtimes);
    Path rows = folder.resolve(plan.name() + ".jsonl");
    if (fresh) {
      Files.deleteIfExists(rows);
    }
    if (serve) {
      Serving.serve(host, port, plan.models(), plan.settings().timeoutSeconds());
      return 0;
    }
    if ((against != null || findings != null || reportOnly) && !Files.exists(rows)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "no rows in " + rows + " (./assam bench measures them)");
    }
    if (against != null) {
      System.out.println(Repeatability.of(RowLog.read(rows), RowLog.read(against)));
      return 0;
    }
    if (findings != null) {
      Files.writeString(findings, new HtmlReport(RowLog.read(rows), "", "").findings());
      return 0;
    }
    if (reportOnly) {
      write(folder, plan, RowLog.read(rows), charts(), "");
      return 0;
    }
    measure(folder, plan, rows);
    return 0;
  }

  private void measure(Path folder, Plan plan, Path file) throws InterruptedException {
    String commit = Machine.commit(Project.root());
    int timeout = plan.settings().timeoutSeconds();
    try (RowLog log = RowLog.open(file);
        Site site = new Site();
        Contestants contestants = new Contestants(site, timeout)) {
      Measurer measurer =
          new Measurer(
              plan.settings(),
              new Baselines(contestants.oracle()),
              new Measurer.Origins(
                  commit, Machine.description(), "./assam bench --" + plan.name()));
      Progress progress = new Progress(System.out);
      Bench bench = new Bench(plan, site, contestants, measurer, log, commit, progress);
      if (retry) {
        log.forgetFailures();
      }
      List<Experiment> experiments =
          (only.isEmpty() ? plan.experiments() : only).stream().map(EXPERIMENTS::get).toList();
      describe(bench, experiments, progress);
      if (planOnly) {
        return;
      }
      // Not to be fetched when everything ends.
      String charts = charts();
      Thread hook =
          new Thread(() -> {
            bench.stop();
            // Playwright prints what it finds closed.
            System.setErr(
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
            Processes.endAll();
            write(folder, plan, log.rows(), charts, "Broken off: " + progress.summary() + ".");
            site.end();
          });
      Runtime.getRuntime().addShutdownHook(hook);
      long start = System.nanoTime();
      for (Experiment experiment : experiments) {
        if (bench.isStopped()) {
          break;
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        System.out.printf("%s (after %d s)%n", experiment.name(), seconds);
        bench.run(experiment);
      }
      if (bench.isStopped()) {
        // The hook writes the report, and then everything is over.
        Thread.sleep(Long.MAX_VALUE);
      }
      Runtime.getRuntime().removeShutdownHook(hook);
      String note = progress.isComplete() ? "" : "Not everything: " + progress.summary() + ".";
      write(folder, plan, log.rows(), charts, note);
    }
  }

  /** Prints what is to be measured and about how long that takes. */
  private static void describe(Bench bench, List<Experiment> experiments, Progress progress) {
    double all = 0;
    int left = 0;
    for (Experiment experiment : experiments) {
      List<RowId> rows = bench.rows(experiment);
      List<RowId> there = rows.stream().filter(bench::has).toList();
      progress.plan(rows, there);
      int missing = rows.size() - there.size();
      double minutes = bench.plan().estimate(experiment.name(), missing) / 60;
      System.out.printf(
          Locale.ROOT,
          "%-10s %5d rows, %5d of them there; the rest takes about %.0f min%n",
          experiment.name(),
          rows.size(),
          there.size(),
          minutes);
      all += minutes;
      left += missing;
    }
    System.out.printf(
        Locale.ROOT,
        "all: %d rows to measure, about %.0f min; each may take %d s at most%n",
        left,
        all,
        bench.plan().rowSeconds());
  }

  private static synchronized void write(
      Path folder, Plan plan, List<Row> rows, String charts, String note) {
    try {
      replace(folder.resolve(plan.name() + ".csv"), RowTables.csv(rows));
      Path report = folder.resolve(plan.name() + ".html");
      replace(report, new HtmlReport(rows, charts, note).html());
      System.out.println("report: " + report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file at once, so that nobody ever finds half of it. */
  private static void replace(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The library that draws, to be put into the report; empty if it cannot be had. */
  private static String charts() {
    try {
      return Files.readString(Peers.folder(Peers.CHARTS).resolve("dist/chart.umd.min.js"));
    } catch (ContestantException | IOException e) {
      System.err.println("no plots: " + e.getMessage());
      return "";
    }
  }
}
