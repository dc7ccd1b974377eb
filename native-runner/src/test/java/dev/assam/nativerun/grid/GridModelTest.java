package dev.assam.nativerun.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Storage;
import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.ModelLoop;
import dev.assam.nativerun.bench.ShapeModel;
import dev.assam.nativerun.ort.OrtModel;
import dev.assam.nativerun.ort.OrtOptions;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.OnnxReader;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that the project makes run in ONNX Runtime and in Assam, and both agree. */
class GridModelTest {
  @ParameterizedTest
  @CsvSource({"FC,1,64", "FC,4,32", "CNN,6,40", "CNN,9,33", "RNN,1,4", "RNN,3,16"})
  void bothAgree(GridModel.Kind kind, int depth, int width) {
    GridModel model = new GridModel(kind, depth, width);
    agree(model.onnx(), model.inputDims());
  }

  @Test
  void singleShapesAgree() {
    BenchShape gemm = new BenchShape(false, List.of(5, 9, 7));
    BenchShape conv = new BenchShape(true, List.of(1, 4, 9, 8, 6, 3, 3, 2, 1, 1, 1, 2));
    agree(ShapeModel.onnx(gemm), ShapeModel.inputDims(gemm));
    agree(ShapeModel.onnx(conv), ShapeModel.inputDims(conv));
  }

  @Test
  void everyNodeCanBeTimedAlone() {
    GridModel model = new GridModel(GridModel.Kind.CNN, 6, 40);
    ModelLoop loop = new ModelLoop(Storage.ofBytes(model.onnx()), List.of(model.inputDims()));
    Set<String> names = new TreeSet<>();
    for (int node = 0; node < loop.nodes(); node++) {
      loop.run(node);
      names.add(loop.name(node));
    }
    assertTrue(names.toString().contains("Conv "), names.toString());
    assertTrue(names.stream().allMatch(name -> name.split(" ", -1).length == 2));
  }

  @Test
  void onlyFullyConnectedNetworksAreJson() {
    assertNotNull(new GridModel(GridModel.Kind.FC, 1, 4).json());
    assertNull(new GridModel(GridModel.Kind.RNN, 1, 4).json());
    assertEquals(20, GridModel.grid(GridModel.Kind.FC, true).size());
    assertEquals(12, GridModel.grid(GridModel.Kind.CNN, true).size());
    assertEquals(18, GridModel.grid(GridModel.Kind.RNN, true).size());
  }

  @Test
  void vgg19HasAllItsLayersAndWeights() {
    Graph graph = OnnxReader.read(bytes(LightVgg19.onnx()), ExternalData.NONE).graph();
    Map<Value, Tensor> constants = graph.constants();
    int convolutions = 0;
    int products = 0;
    long weights = 0;
    for (Node node : graph.nodes()) {
      switch (node.op().type().name()) {
        case "Conv" -> convolutions++;
        case "Gemm" -> products++;
        case "ConstantOfShape" -> {
          Tensor dims = constants.get(node.inputs().get(0));
          long size = 1;
          for (int i = 0; i < dims.size(); i++) {
            size *= dims.getLong(i);
          }
          weights += size;
        }
        default -> {}
      }
    }
    assertEquals(16, convolutions);
    assertEquals(3, products);
    assertEquals(143_667_240, weights);
  }

  private static void agree(byte[] file, int[] dims) {
    try (Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
        OrtModel ort = OrtModel.open(file, OrtOptions.ORACLE);
        Session session =
            Session.open(bytes(file), SessionOptions.DEFAULT.withBackend(new SimdBackend()))) {
      Random random = new Random(1);
      for (int i = 0; i < x.size(); i++) {
        x.setDouble(i, random.nextDouble() * 2 - 1);
      }
      Map<String, Datum> inputs = Map.of("x", x);
      Tensor wanted = (Tensor) ort.run(inputs).get("y");
      try (Result result = session.run(inputs)) {
        Tensor found = result.tensor("y");
        assertEquals(wanted.shape(), found.shape());
        for (int i = 0; i < wanted.size(); i++) {
          assertEquals(wanted.getDouble(i), found.getDouble(i), 1e-4);
        }
      }
    }
  }

  private static Storage bytes(byte[] file) {
    return Storage.ofBytes(file);
  }
}
