package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.pages.Firefox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some of the ONNX backend tests in the variants of the build that are not tested with all. */
class VariantsTest {
  /** Beginnings of names: what kernels compute, of each kind something. */
  private static final List<String> CASES =
      List.of(
          "test_attention_4d",
          "test_averagepool_2d",
          "test_basic_conv",
          "test_batchnorm",
          "test_conv_",
          "test_dynamicquantizelinear",
          "test_gelu",
          "test_gemm",
          "test_globalaveragepool",
          "test_gru",
          "test_instancenorm",
          "test_layer_normalization_2d",
          "test_lstm",
          "test_matmul",
          "test_maxpool_2d",
          "test_pow",
          "test_qlinear",
          "test_reduce_sum",
          "test_resize_upsample",
          "test_softmax",
          "test_transpose");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wasm-threads",
        "wasm-plain",
        "wasm-plain-threads",
        "firefox-wasm",
        "firefox-wasm-plain"
      })
  void kernelsComputeTheSame(String worldName) {
    List<Path> folders = SuiteFolders.find();
    assumeFalse(folders.isEmpty(), SuiteFolders.ABSENT);
    assumeTrue(!worldName.startsWith("firefox") || Firefox.isInstalled(), Firefox.ABSENT);
    Exclusions exclusions = Exclusions.load();
    List<String> failures = new ArrayList<>();
    int passed = 0;
    try (World world = Worlds.open(worldName)) {
      for (SuiteCase test : SuiteCase.find(folders.get(0))) {
        if (CASES.stream().anyMatch(test.name()::startsWith)) {
          Suite.Verdict verdict = Suite.run(test, world, exclusions);
          if (verdict.outcome() == Suite.Outcome.FAILED) {
            failures.add(test.name() + ": " + verdict.reason());
          }
          passed += verdict.outcome() == Suite.Outcome.PASSED ? 1 : 0;
        }
      }
      System.out.println(passed + " conformance cases passed on " + world.description());
    }
    assertEquals(List.of(), failures);
    assertTrue(passed > 50, passed + " cases");
  }
}
