package dev.assam.nativerun.ort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.nativerun.grid.GridModel;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime's profiler writes, summed up by operator. */
class OrtProfileTest {
  private static final int RUNS = 3;

  @TempDir Path folder;

  @Test
  void aRunsKernelsAreThere() throws IOException {
    GridModel grid = new GridModel(GridModel.Kind.FC, 2, 64);
    OrtOptions options = OrtOptions.fastest(1).profiled(folder.resolve("ort"));
    try (OrtModel model = OrtModel.open(grid.onnx(), options);
        Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(grid.inputDims()));
        OrtRun run = model.prepare(Map.of("x", x))) {
      for (int i = 0; i < RUNS + 1; i++) {
        run.run();
      }
      Path file = model.endProfile();
      assertEquals(folder, file.getParent());
      Map<String, Double> kernels = OrtProfile.kernels(Files.readString(file), RUNS);
      assertTrue(
          kernels.keySet().stream().anyMatch(name -> name.contains("Gemm CPU")),
          kernels.toString());
      kernels.values().forEach(millis -> assertTrue(millis >= 0 && millis < 1e3));
    }
  }

  @Test
  void onlyTheLastRunsCount() {
    String json =
        "["
            + node("Conv", 9000)
            + ","
            + run()
            + ","
            + node("Conv", 3000)
            + ","
            + node("Relu", 500)
            + ","
            + run()
            + ","
            + node("Conv", 1000)
            + ","
            + run()
            + "]";
    assertEquals(
        Map.of("Conv CPU", 2.0, "Relu CPU", 0.25), OrtProfile.kernels(json, 2), "the mean of two");
    OrtException e = assertThrows(OrtException.class, () -> OrtProfile.kernels(json, 4));
    assertEquals("the profile has 3 runs of 4", e.getMessage());
  }

  private static String node(String op, int micros) {
    return "{\"cat\":\"Node\",\"name\":\"n_kernel_time\",\"dur\":"
        + micros
        + ",\"args\":{\"op_name\":\""
        + op
        + "\",\"provider\":\"CPUExecutionProvider\"}}";
  }

  private static String run() {
    return "{\"cat\":\"Session\",\"name\":\"model_run\",\"dur\":1,\"args\":{}}";
  }
}
