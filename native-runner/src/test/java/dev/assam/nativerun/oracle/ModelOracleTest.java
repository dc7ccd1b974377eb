package dev.assam.nativerun.oracle;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.ModelFile;
import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.ValueInfo;
import dev.assam.nativerun.ort.OrtModel;
import dev.assam.nativerun.ort.OrtOptions;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole models with real weights against ONNX Runtime. They lie in {@code models} of the folder
 * that the system property {@code assam.shared} names, by default {@code shared} beside the
 * project; those that are not there are skipped.
 */
class ModelOracleTest {
  /**
   * A model and what to feed it.
   *
   * @param dimensions sizes of the dimensions it names
   * @param high inputs are random in 0..high
   */
  private record Case(String file, Map<String, Integer> dimensions, double high) {}

  private static final List<Case> CASES =
      List.of(
          new Case("mnist.onnx", Map.of(), 255),
          new Case("squeezenet1.1.onnx", Map.of(), 2),
          new Case("version-RFB-320.onnx", Map.of(), 1),
          new Case("super_resolution_op11.onnx", Map.of("h", 24, "w", 17), 1),
          new Case("esrgan_slim_x2.onnx", Map.of("h", 12, "w", 9, "H", 12, "W", 9), 255),
          new Case("candy_224.onnx", Map.of(), 255));

  @TestFactory
  Stream<DynamicTest> likeOnnxRuntime() {
    return CASES.stream().map(c -> DynamicTest.dynamicTest(c.file(), () -> check(c)));
  }

  private static Path models() {
    String named = System.getProperty("assam.shared");
    Path root = Path.of("").toAbsolutePath().getParent();
    return (named == null ? root.resolveSibling("shared") : Path.of(named)).resolve("models");
  }

  private static void check(Case wanted) throws IOException {
    Path file = models().resolve(wanted.file());
    assumeTrue(Files.isRegularFile(file), () -> file + " is not there");
    SessionOptions options = SessionOptions.DEFAULT.withDimensions(wanted.dimensions());
    try (Session session = ModelFile.open(file, options);
        OrtModel oracle = OrtModel.open(file, OrtOptions.ORACLE)) {
      Map<String, Datum> inputs = new LinkedHashMap<>();
      Random random = new Random(1);
      for (ValueInfo input : session.inputs()) {
        if (input.required()) {
          Tensor tensor = Tensor.allocate((TensorType) input.type());
          for (int i = 0; i < tensor.size(); i++) {
            tensor.setDouble(i, wanted.high() * random.nextDouble());
          }
          inputs.put(input.name(), tensor);
        }
      }
      Map<String, Datum> expected = oracle.run(inputs);
      try (Result result = session.run(inputs)) {
        expected.forEach((name, value) -> {
          double atol = 1e-4 * largest((Tensor) value);
          assertNull(Difference.between(value, result.get(name), 1e-3, atol), name);
        });
      }
    }
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (int i = 0; i < tensor.size(); i++) {
      largest = Math.max(largest, Math.abs(tensor.getDouble(i)));
    }
    return largest;
  }
}
