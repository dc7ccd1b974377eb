package dev.assam.pages.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.memory.Storage;
import dev.assam.op.nn.Conv;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Conv} at the edges of tiles, blocks and texels, drawn in Chromium. */
class WebGlConvTest {
  private static WebGlPage page;

  @BeforeAll
  static void open() {
    page = new WebGlPage(new Chromium(), Project.web());
  }

  @AfterAll
  static void close() {
    page.close();
  }

  private static Tensor noise(int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, (float) Math.sin(i * 1.7 + dims.length));
    }
    return tensor;
  }

  private static float[] run(Session session, int... dims) {
    try (Result result = session.start(Map.of("x", (Datum) noise(dims))).get()) {
      return result.tensor("y").toFloats();
    }
  }

  /** A convolution, a sum with its input where that has the same shape, and a maximum. */
  @ParameterizedTest
  @CsvSource({
    "1, 16, 16, 32, 24, 3, 1, 1",
    "1, 16, 16, 31, 24, 3, 1, 1",
    "2, 18, 17, 13, 16, 3, 1, 1",
    "1, 32, 32, 14, 14, 3, 1, 1",
    "3, 33, 37, 7, 7, 3, 1, 1",
    "1, 32, 36, 9, 11, 3, 1, 0",
    "1, 16, 20, 34, 26, 3, 1, 0",
    "2, 64, 64, 24, 12, 3, 1, 2",
    "1, 3, 16, 33, 31, 7, 2, 3",
    "1, 3, 5, 20, 18, 9, 1, 0",
    "1, 4, 4, 8, 129, 5, 3, 1",
    "1, 8, 8, 5, 5, 3, 1, 1",
    "1, 8, 12, 1, 1, 3, 1, 1",
  })
  void convolutionsAreRight(
      int batch, int channels, int maps, int height, int width, int kernel, int stride, int pad) {
    OnnxGraph graph =
        new OnnxGraph("g")
            .initializer("w", noise(maps, channels, kernel, kernel))
            .initializer("b", noise(maps))
            .input("x", DType.FLOAT32, batch, channels, height, width)
            .node(
                new OnnxNode("Conv")
                    .in("x", "w", "b")
                    .out("c")
                    .ints("pads", pad, pad, pad, pad)
                    .ints("strides", stride, stride));
    boolean same = channels == maps && stride == 1 && 2 * pad == kernel - 1;
    if (same) {
      graph.node(new OnnxNode("Add").in("c", "x").out("s"));
    }
    graph.node(new OnnxNode("Relu").in(same ? "s" : "c").out("y"));
    int outHeight = (height + 2 * pad - kernel) / stride + 1;
    int outWidth = (width + 2 * pad - kernel) / stride + 1;
    graph.output("y", DType.FLOAT32, batch, maps, outHeight, outWidth);
    byte[] model = new OnnxModel(graph).opset(21).toBytes();
    int[] dims = {batch, channels, height, width};
    float[] expected;
    try (Session cpu = Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT)) {
      expected = run(cpu, dims);
    }
    SessionOptions options = SessionOptions.DEFAULT.withBackend(page.backend());
    try (Session gpu = Session.open(Storage.ofBytes(model), options)) {
      float[] actual = run(gpu, dims);
      assertEquals(expected.length, actual.length);
      float largest = 1;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 5e-5f * largest, "element " + i);
      }
      assertTrue(gpu.profile().nodes().stream().allMatch(n -> n.backend().equals("webgl")));
    }
  }
}
