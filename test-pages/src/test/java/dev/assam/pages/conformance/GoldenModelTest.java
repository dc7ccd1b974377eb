package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.cli.NpyFile;
import dev.assam.memory.MemoryScope;
import dev.assam.pages.Firefox;
import dev.assam.pages.Project;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** squeezenet1.1 with real weights agrees with its golden outputs, where they are installed. */
class GoldenModelTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jvm",
        "jvm-raw",
        "jvm-reference-optimised",
        "wasm",
        "wasm-threads",
        "wasm-plain",
        "wasm-plain-threads",
        "js",
        "webgpu",
        "firefox-wasm",
        "firefox-wasm-plain-threads"
      })
  @SuppressWarnings("try")
  void squeezenetAgreesWithItsGoldenOutputs(String worldName) throws IOException {
    Path models = Project.shared().resolve("models");
    Path model = models.resolve("squeezenet1.1.onnx");
    assumeTrue(Files.isRegularFile(model), model + " is not here");
    assumeTrue(!worldName.startsWith("firefox") || Firefox.isInstalled(), Firefox.ABSENT);
    TensorType logits = new TensorType(DType.FLOAT32, Shape.of(1, 1000));
    try (World world = Worlds.open(worldName)) {
      for (int set = 0; set < 3; set++) {
        Path data = models.resolve("squeezenet1.1_test_data/" + set);
        try (MemoryScope scope = MemoryScope.open()) {
          Tensor input = NpyFile.read(data.resolve("input_0.npy"));
          Tensor expected = NpyFile.read(data.resolve("output_0.npy"));
          Tensor actual = (Tensor) world.run(model, Map.of("data", input), List.of(logits)).get(0);
          assertEquals(expected.size(), actual.size());
          for (int i = 0; i < actual.size(); i++) {
            assertEquals(
                expected.floats().get(i), actual.floats().get(i), 1e-3, set + "[" + i + "]");
          }
        }
      }
    }
  }
}
