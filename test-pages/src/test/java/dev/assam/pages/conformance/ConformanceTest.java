package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ONNX backend tests, where they are installed, in every world. */
class ConformanceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jvm",
        "jvm-raw",
        "jvm-reference",
        "jvm-reference-optimised",
        "wasm",
        "wasm-reference",
        "js",
        "webgpu"
      })
  void everyCasePassesOrIsExcludedWithAReason(String worldName) {
    List<Path> folders = SuiteFolders.find();
    assumeFalse(folders.isEmpty(), SuiteFolders.ABSENT);
    Exclusions exclusions = Exclusions.load();
    List<String> failures = new ArrayList<>();
    int passed = 0;
    try (World world = Worlds.open(worldName)) {
      for (Path folder : folders) {
        List<SuiteCase> cases = SuiteCase.find(folder);
        assertFalse(cases.isEmpty(), folder + " has no cases");
        for (SuiteCase test : cases) {
          Suite.Verdict verdict = Suite.run(test, world, exclusions);
          if (verdict.outcome() == Suite.Outcome.FAILED) {
            failures.add(test.name() + ": " + verdict.reason());
          }
          passed += verdict.outcome() == Suite.Outcome.PASSED ? 1 : 0;
        }
      }
      System.out.println(passed + " conformance cases passed on " + world.description());
    }
    assertTrue(passed > 0);
    assertEquals(List.of(), failures);
  }
}
