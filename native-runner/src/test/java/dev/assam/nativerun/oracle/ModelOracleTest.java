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
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
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
 * Whole models with real weights against ONNX Runtime, by definitions and by kernels, as they are
 * and optimised. They lie in {@code models} of the folder that the system property {@code
 * assam.shared} names, by default {@code shared} beside the project, or in the folder that {@code
 * assam.models} names, by default where the examples unpack them; those that are not there are
 * skipped.
 */
class ModelOracleTest {
  /**
   * A model and what to feed it.
   *
   * @param dimensions sizes of the dimensions it names
   * @param sizes of other dimensions that are not known, for each input in turn
   * @param high inputs are random in 0..high
   */
  private record Case(
      String file, Map<String, Integer> dimensions, List<Integer> sizes, double high) {
    Case(String file, Map<String, Integer> dimensions, double high) {
      this(file, dimensions, List.of(), high);
    }

    Case(String file, List<Integer> sizes, double high) {
      this(file, Map.of(), sizes, high);
    }
  }

  private static final Map<String, SessionOptions> WAYS =
      Map.of(
          "defined",
          SessionOptions.DEFAULT.withOptimise(false),
          "defined, optimised",
          SessionOptions.DEFAULT.withOptimise(true),
          "kernels",
          SessionOptions.DEFAULT.withBackend(new SimdBackend()).withOptimise(false),
          "kernels, optimised",
          SessionOptions.DEFAULT.withBackend(new SimdBackend()));

  private static final List<Case> CASES =
      List.of(
          new Case("mnist.onnx", Map.of(), 255),
          new Case("squeezenet1.1.onnx", Map.of(), 2),
          new Case("version-RFB-320.onnx", Map.of(), 1),
          new Case("super_resolution_op11.onnx", Map.of("h", 24, "w", 17), 1),
          new Case("esrgan_slim_x2.onnx", Map.of("h", 12, "w", 9, "H", 12, "W", 9), 255),
          new Case("candy_224.onnx", Map.of(), 255),
          new Case("silero_vad_legacy.onnx", List.of(2, 1536), 1),
          new Case("silero_vad_v5.onnx", List.of(2, 576), 1),
          new Case("ch_ppocr_mobile_v2.0_cls_infer.onnx", List.of(1, 3, 48, 96), 1),
          new Case("ch_PP-OCRv3_rec_infer.onnx", List.of(1, 3, 48, 64), 1),
          new Case("ch_PP-OCRv4_det_infer.onnx", List.of(1, 3, 64, 96), 1));

  @TestFactory
  Stream<DynamicTest> likeOnnxRuntime() {
    return CASES.stream()
        .flatMap(c ->
            WAYS.entrySet().stream()
                .map(way ->
                    DynamicTest.dynamicTest(
                        c.file() + ", " + way.getKey(), () -> check(c, way.getValue()))));
  }

  private static Path find(String file) {
    String named = System.getProperty("assam.shared");
    Path root = Path.of("").toAbsolutePath().getParent();
    Path shared = named == null ? root.resolveSibling("shared") : Path.of(named);
    Path given = shared.resolve("models").resolve(file);
    String models = System.getProperty("assam.models");
    Path unpacked = models == null ? root.resolve("examples/target/models") : Path.of(models);
    return Files.isRegularFile(given) ? given : unpacked.resolve(file);
  }

  /** An input's type with sizes for what it leaves open. */
  private static TensorType sized(TensorType type, List<Integer> sizes) {
    int[] dims = type.shape().toArray();
    boolean all = sizes.size() == dims.length;
    int next = 0;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] < 0 ? sizes.get(all ? i : next++) : dims[i];
    }
    return new TensorType(type.dtype(), Shape.of(dims));
  }

  private static Tensor value(ValueInfo input, Case wanted, Random random) {
    Tensor tensor = Tensor.allocate(sized((TensorType) input.type(), wanted.sizes()));
    for (int i = 0; i < tensor.size(); i++) {
      if (input.name().equals("sr")) {
        tensor.setLong(i, 16000);
      } else {
        tensor.setDouble(i, wanted.high() * random.nextDouble());
      }
    }
    return tensor;
  }

  private static void check(Case wanted, SessionOptions way) throws IOException {
    Path file = find(wanted.file());
    assumeTrue(Files.isRegularFile(file), () -> file + " is not there");
    SessionOptions options = way.withDimensions(wanted.dimensions());
    try (Session session = ModelFile.open(file, options);
        OrtModel oracle = OrtModel.open(file, OrtOptions.ORACLE)) {
      Map<String, Datum> inputs = new LinkedHashMap<>();
      Random random = new Random(1);
      for (ValueInfo input : session.inputs()) {
        if (input.required()) {
          inputs.put(input.name(), value(input, wanted, random));
        }
      }
      Map<String, Datum> expected = oracle.run(inputs);
      try (Result result = session.run(inputs)) {
        expected.forEach((name, value) -> {
          double atol = Math.max(1e-6, 1e-4 * largest((Tensor) value));
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
