package dev.assam.pages.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs a folder of ONNX backend tests and counts. */
@CommandLine.Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = "Runs every case below a folder and closes with the counts.")
public final class ConformanceCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "0..*",
      paramLabel = "FOLDER",
      description = "folders of cases (default: the ONNX backend tests where they are installed)")
  private List<Path> folders = new ArrayList<>();

  @CommandLine.Option(
      names = "--world",
      split = ",",
      paramLabel = "WORLD",
      description =
          "where to run: jvm, wasm, js, such as wasm-plain-threads or firefox-wasm, or several with"
              + " commas (default: jvm)")
  private List<String> worlds = new ArrayList<>(List.of("jvm"));

  @CommandLine.Option(names = "--list", description = "list the cases and run none")
  private boolean list;

  @CommandLine.Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "only cases with this in their name")
  private String filter = "";

  @CommandLine.Option(
      names = "--table",
      paramLabel = "FILE",
      description = "write the table of operators and worlds as Markdown")
  private Path table;

  /** Runs the command; the exit code. */
  public static int run(String[] args) {
    return new CommandLine(new ConformanceCommand()).execute(args);
  }

  @Override
  public Integer call() throws Exception {
    if (folders.isEmpty()) {
      folders = SuiteFolders.find();
      if (folders.isEmpty()) {
        System.out.println(SuiteFolders.ABSENT);
        System.out.println("0 passed, 0 failed, 0 skipped");
        return 0;
      }
    }
    List<SuiteCase> cases = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        System.err.println("no folder " + folder);
        return 2;
      }
      for (SuiteCase test : SuiteCase.find(folder)) {
        if (test.name().contains(filter)) {
          cases.add(test);
        }
      }
    }
    if (list) {
      cases.forEach(test -> System.out.println(test.name()));
      return 0;
    }
    Map<String, List<Suite.Verdict>> verdicts = new LinkedHashMap<>();
    int failed = 0;
    for (String name : worlds) {
      try (World world = Worlds.open(name)) {
        List<Suite.Verdict> ofWorld = run(cases, world);
        verdicts.put(name, ofWorld);
        failed += count(ofWorld, Suite.Outcome.FAILED);
      }
    }
    if (table != null) {
      Files.writeString(table, OperatorTable.of(verdicts));
    }
    return failed == 0 ? 0 : 1;
  }

  private static List<Suite.Verdict> run(List<SuiteCase> cases, World world) {
    Exclusions exclusions = Exclusions.load();
    List<Suite.Verdict> verdicts = new ArrayList<>();
    System.out.println(cases.size() + " cases on " + world.description());
    for (SuiteCase test : cases) {
      Suite.Verdict verdict = Suite.run(test, world, exclusions);
      verdicts.add(verdict);
      if (verdict.outcome() == Suite.Outcome.FAILED) {
        System.out.println("FAILED " + test.name() + ": " + verdict.reason());
      }
    }
    System.out.println(
        count(verdicts, Suite.Outcome.PASSED)
            + " passed, "
            + count(verdicts, Suite.Outcome.FAILED)
            + " failed, "
            + count(verdicts, Suite.Outcome.SKIPPED)
            + " skipped");
    return verdicts;
  }

  private static int count(List<Suite.Verdict> verdicts, Suite.Outcome outcome) {
    return (int) verdicts.stream().filter(v -> v.outcome() == outcome).count();
  }
}
