package dev.assam.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.ModelFile;
import dev.assam.graph.Graph;
import dev.assam.graph.Layout;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.onnx.Model;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import dev.assam.testing.Difference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Models compute the same optimised, with known dimensions and with unknown ones, and have few
 * nodes left. They are in the folder that the system property {@code assam.shared} names, by
 * default {@code shared} beside the project, or in the one that {@code assam.models} names, by
 * default where the examples unpack them; those that are not there are skipped.
 */
final class OptimizedModelsTest {
  /**
   * A model.
   *
   * @param sizes for unknown dimensions of its inputs, in turn
   * @param most how many nodes may be left
   * @param runs whether it is run too, not only counted
   */
  private record Case(String file, List<Integer> sizes, int most, boolean runs) {
    /**
     * Of the largest output. What quantises on the way turns differences of roundings into steps,
     * and six layers of it make them large.
     */
    double tolerance() {
      return file.endsWith("-q.onnx") ? 0.1 : 1e-4;
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("all-minilm-l6-v2.onnx", List.of(2, 16), 90, true),
          new Case("all-minilm-l6-v2-q.onnx", List.of(2, 16), 90, true),
          new Case("ch_PP-OCRv4_rec_infer.onnx", List.of(1, 48, 64), 130, true),
          new Case("ch_PP-OCRv4_det_infer.onnx", List.of(1, 64, 96), 160, true),
          new Case("ch_PP-OCRv3_rec_infer.onnx", List.of(1, 48, 64), 130, true),
          new Case("ch_PP-OCRv3_det_infer.onnx", List.of(1, 64, 96), 160, true),
          new Case("silero_vad_v5.onnx", List.of(1, 576), 24, true),
          new Case("models/mnist.onnx", List.of(), 12, true),
          new Case("models/version-RFB-320.onnx", List.of(), 90, false),
          new Case("models/candy_224.onnx", List.of(), 64, false),
          new Case("models/squeezenet1.1.onnx", List.of(), 40, false),
          new Case("models/super_resolution_op11.onnx", List.of(16, 24), 6, true),
          new Case("models/esrgan_slim_x2.onnx", List.of(12, 9), 23, true),
          new Case("conformance/light/light_densenet121.onnx", List.of(), 400, false),
          new Case("conformance/light/light_inception_v2.onnx", List.of(), 100, false),
          new Case("conformance/light/light_resnet50.onnx", List.of(), 70, false),
          new Case("conformance/light/light_shufflenet.onnx", List.of(), 120, true),
          new Case("conformance/light/light_squeezenet.onnx", List.of(), 45, false));

  @TestFactory
  Stream<DynamicTest> computeTheSame() {
    return CASES.stream().map(c -> DynamicTest.dynamicTest(c.file(), () -> check(c)));
  }

  private static Path find(String file) {
    String named = System.getProperty("assam.shared");
    Path root = Path.of("").toAbsolutePath().getParent();
    Path shared = named == null ? root.resolveSibling("shared") : Path.of(named);
    String models = System.getProperty("assam.models");
    Path unpacked = models == null ? root.resolve("examples/target/models") : Path.of(models);
    return file.contains("/") ? shared.resolve(file) : unpacked.resolve(file);
  }

  @SuppressWarnings("try")
  private static void check(Case wanted) throws IOException {
    Path file = find(wanted.file());
    assumeTrue(Files.isRegularFile(file), () -> file + " is not there");
    try (MemoryScope scope = MemoryScope.open()) {
      Model model = ModelFile.read(file);
      Graph graph = withConstants(model.graph());
      Map<Value, ValueType> declared = new HashMap<>();
      Map<Value, ValueType> known = new HashMap<>();
      Map<Value, Datum> inputs = new LinkedHashMap<>();
      Random random = new Random(1);
      for (Value input : graph.inputs()) {
        TensorType type = (TensorType) input.declared();
        declared.put(input, type);
        inputs.put(input, value(type, wanted.sizes(), random));
        known.put(input, inputs.get(input).type());
      }
      for (Pass pass : Passes.of(Layout.CHANNELS_LAST)) {
        Optimized alone = new Pipeline(List.of(pass)).run(graph, known, Deadline.NONE);
        alone.changes().forEach(change -> assertNull(change.failure(), change.toString()));
        alone.release();
      }
      Pipeline pipeline = new Pipeline(Layout.CHANNELS_FIRST, Set.of());
      Optimized opened = pipeline.run(graph, declared, Deadline.NONE);
      Optimized bound = pipeline.run(opened.graph(), known, Deadline.NONE);
      for (Optimized step : List.of(opened, bound)) {
        for (Optimized.Change change : step.changes()) {
          assertNull(change.failure(), change.toString());
        }
      }
      int count = Pipeline.count(bound.graph());
      assertTrue(count <= wanted.most(), count + " nodes (allowed: " + wanted.most() + ")");
      if (wanted.runs()) {
        List<Datum> expected = run(graph, known, inputs);
        compare(expected, run(opened.graph(), known, inputs), wanted.tolerance());
        compare(expected, run(bound.graph(), known, inputs), wanted.tolerance());
      }
      bound.release();
      opened.release();
      model.release();
    }
  }

  /** The graph with inputs that have defaults, and a sample rate, as constants. */
  private static Graph withConstants(Graph graph) {
    List<Value> inputs = new ArrayList<>(graph.inputs());
    Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
    for (Value input : graph.inputs()) {
      if (input.name().equals("sr")) {
        constants.put(input, Tensor.ofLongs(DType.INT64, Shape.SCALAR, 16000));
      }
    }
    inputs.removeAll(constants.keySet());
    return new Graph(graph.name(), inputs, graph.outputs(), graph.nodes(), constants);
  }

  private static List<Datum> run(
      Graph graph, Map<Value, ValueType> types, Map<Value, Datum> inputs) {
    return new ReferenceBackend()
        .compiler(0)
        .compile(ExecutionPlan.of(graph), types, Set.of(), Deadline.NONE)
        .run(inputs, Deadline.NONE)
        .get();
  }

  private static void compare(List<Datum> expected, List<Datum> actual, double tolerance) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      Tensor tensor = (Tensor) expected.get(i);
      double largest = 0;
      for (int k = 0; k < tensor.size(); k++) {
        largest = Math.max(largest, Math.abs(tensor.getDouble(k)));
      }
      assertNull(Difference.between(tensor, actual.get(i), 1e-3, tolerance * largest));
    }
  }

  private static Tensor value(TensorType type, List<Integer> sizes, Random random) {
    int[] dims = type.shape().toArray();
    int next = 0;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] < 0 ? sizes.get(next++) : dims[i];
    }
    Tensor tensor = Tensor.allocate(type.dtype(), Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      if (type.dtype().isFloat()) {
        tensor.setDouble(i, random.nextDouble());
      } else {
        tensor.setLong(i, random.nextInt(2));
      }
    }
    return tensor;
  }
}
