package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.pages.Firefox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Some of the ONNX backend tests, drawn by Firefox's WebGL; all are {@code --world firefox-glsl}.
 */
class FirefoxWebGlTest {
  private static final List<String> SOME =
      List.of(
          "test_basic_conv",
          "test_conv_with",
          "test_convtranspose_",
          "test_softmax_",
          "test_resize_upsample",
          "test_maxpool_2d",
          "test_gather_",
          "test_instancenorm",
          "test_matmul_",
          "test_reduce_mean",
          "test_isnan",
          "test_roialign");

  @Test
  void someCasesPass() {
    String lacks = Firefox.lacksForWebGl();
    assumeTrue(lacks == null, lacks);
    List<Path> folders = SuiteFolders.find();
    assumeFalse(folders.isEmpty(), SuiteFolders.ABSENT);
    Exclusions exclusions = Exclusions.load();
    List<String> failures = new ArrayList<>();
    int passed = 0;
    try (World world = Worlds.open("firefox-glsl")) {
      for (Path folder : folders) {
        for (SuiteCase test : SuiteCase.find(folder)) {
          if (SOME.stream().noneMatch(test.name()::startsWith)) {
            continue;
          }
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
