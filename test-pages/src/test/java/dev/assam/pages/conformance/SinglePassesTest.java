package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each pass of the optimiser alone leaves every conformance case what it is. */
class SinglePassesTest {
  @Test
  void everyCaseGivesTheSameAfterEachPass() {
    List<Path> folders = SuiteFolders.find();
    assumeFalse(folders.isEmpty(), SuiteFolders.ABSENT);
    Exclusions exclusions = Exclusions.load();
    List<String> failures = new ArrayList<>();
    try (SinglePassesWorld world = new SinglePassesWorld()) {
      for (Path folder : folders) {
        for (SuiteCase test : SuiteCase.find(folder)) {
          Suite.Verdict verdict = Suite.run(test, world, exclusions);
          if (verdict.outcome() == Suite.Outcome.FAILED) {
            failures.add(test.name() + ": " + verdict.reason());
          }
        }
      }
      assertEquals(List.of(), failures);
      assertTrue(world.changed() > 0);
    }
  }
}
