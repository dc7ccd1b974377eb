package dev.assam.pages.conformance;

import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a folder of cases on the JVM: {@code FOLDER [PREFIX]}. */
public final class ConformanceMain {
  private ConformanceMain() {}

  @SuppressWarnings("try")
  public static void main(String[] args) throws IOException {
    int passed = 0;
    int failed = 0;
    for (SuiteCase test : SuiteCase.find(Path.of(args[0]))) {
      if (args.length > 1 && !test.name().startsWith(args[1])) {
        continue;
      }
      String reason;
      try (MemoryScope scope = MemoryScope.open()) {
        reason = run(test);
      } catch (RuntimeException e) {
        StackTraceElement at = e.getStackTrace().length > 0 ? e.getStackTrace()[0] : null;
        reason = e.getClass().getSimpleName() + " " + e.getMessage() + " (" + at + ")";
      }
      if (reason == null) {
        passed++;
      } else {
        failed++;
        System.out.println("FAIL " + test.name() + ": " + reason);
      }
    }
    System.out.println(passed + " passed, " + failed + " failed, 0 skipped");
  }

  private static String run(SuiteCase test) throws IOException {
    try (CaseRunner runner = new CaseRunner(load(test.model()))) {
      for (SuiteCase.DataSet set : test.dataSets()) {
        String difference = runner.run(load(set.inputs()), load(set.outputs()), 1e-3, 1e-5);
        if (difference != null) {
          return difference;
        }
      }
      return null;
    }
  }

  private static List<Storage> load(List<Path> files) throws IOException {
    List<Storage> storages = new ArrayList<>();
    for (Path file : files) {
      storages.add(load(file));
    }
    return storages;
  }

  private static Storage load(Path file) throws IOException {
    return Storage.ofBytes(Files.readAllBytes(file));
  }
}
