package dev.assam.pages.webgpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.pages.Firefox;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxNode;
import dev.assam.webgpu.Gpu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * float16 on an adapter that has it: Firefox' over lavapipe (package mesa-vulkan-drivers), where
 * Chromium's software adapter lacks it.
 */
class HalvesTest {
  private static final DType F16 = DType.FLOAT16;

  /** float16 has 11 bits. */
  private static final double TOLERANCE = 4e-3;

  private static WebGpuPage page;

  @BeforeAll
  static void open() {
    assumeTrue(Firefox.isInstalled(), Firefox.ABSENT);
    page = new WebGpuPage(Firefox.withWebGpu());
    assumeTrue(page.gpu().limits().halves(), "the adapter has no float16");
  }

  @AfterAll
  static void close() {
    if (page != null) {
      page.close();
    }
  }

  private static Gpu gpu() {
    return page.gpu();
  }

  @Test
  void products() {
    for (int[] size : new int[][] {{1, 7, 65}, {5, 12, 64}, {9, 33, 31}, {64, 64, 64}}) {
      new GpuCase(new OnnxNode("MatMul"))
          .input("a", F16, size[0], size[2])
          .constant("b", F16, size[2], size[1])
          .output(F16, size[0], size[1])
          .check(gpu(), "gemm", TOLERANCE);
      new GpuCase(new OnnxNode("MatMul"))
          .input("a", F16, size[0], size[2])
          .constant("b", F16, size[2], size[1])
          .output(F16, size[0], size[1])
          .check(ProductsTest.gpu(page, "plain"), "gemm", TOLERANCE);
    }
  }

  @Test
  void convolutionsAndPools() {
    new GpuCase(new OnnxNode("Conv").ints("pads", 1, 1, 1, 1))
        .input("x", F16, 1, 5, 7, 7)
        .constant("w", F16, 6, 5, 3, 3)
        .constant("b", F16, 6)
        .output(F16, 1, 6, 7, 7)
        .check(gpu(), "conv", TOLERANCE);
    new GpuCase(new OnnxNode("MaxPool").ints("kernel_shape", 2, 2))
        .input("x", F16, 1, 3, 7, 5)
        .output(F16, 1, 3, 6, 4)
        .check(gpu(), "pool", 0);
  }

  @Test
  void elementsAndLines() {
    for (int count : new int[] {1, 3, 4, 65}) {
      new GpuCase(new OnnxNode("Add"))
          .input("a", F16, 2, count)
          .constant("b", F16, count)
          .output(F16, 2, count)
          .check(gpu(), "pointwise", TOLERANCE);
      new GpuCase(new OnnxNode("Softmax"))
          .input("x", F16, 2, count)
          .output(F16, 2, count)
          .check(gpu(), "lines", TOLERANCE);
      new GpuCase(new OnnxNode("LayerNormalization"))
          .input("x", F16, 2, 4 * count)
          .constant("s", F16, 4 * count)
          .output(F16, 2, 4 * count)
          .check(gpu(), "norm", TOLERANCE);
    }
  }

  @Test
  void casts() {
    new GpuCase(new OnnxNode("Relu"))
        .input("x", DType.FLOAT32, 3, 5)
        .before(new OnnxNode("Cast").in("x").out("half").attr("to", F16.onnx()), "half")
        .output(F16, 3, 5)
        .check(gpu(), "pointwise", 1e-3);
    new GpuCase(new OnnxNode("Exp"))
        .input("x", F16, 3, 5)
        .before(new OnnxNode("Cast").in("x").out("real").attr("to", DType.FLOAT32.onnx()), "real")
        .output(DType.FLOAT32, 3, 5)
        .check(gpu(), "pointwise", 1e-5);
  }

  @Test
  void moves() {
    new GpuCase(new OnnxNode("Transpose"))
        .input("x", F16, 3, 5)
        .output(F16, 5, 3)
        .check(gpu(), "move", 0);
    new GpuCase(new OnnxNode("Gather"))
        .input("x", F16, 7, 3)
        .constant("i", Tensor.ofLongs(DType.INT64, Shape.of(3), 6, 0, -1))
        .output(F16, 3, 3)
        .check(gpu(), "gather", 0);
  }

  @Test
  void attention() {
    new GpuCase(new OnnxNode("Attention"))
        .input("q", F16, 1, 2, 5, 8)
        .input("k", F16, 1, 2, 6, 8)
        .input("v", F16, 1, 2, 6, 8)
        .output(F16, 1, 2, 5, 8)
        .check(gpu(), "attention", TOLERANCE);
  }

  @Test
  void recurrence() {
    new GpuCase(new OnnxNode("GRU").attr("hidden_size", 6))
        .input("x", F16, 4, 2, 3)
        .constant("w", F16, 1, 18, 3)
        .constant("r", F16, 1, 18, 6)
        .constant("b", F16, 1, 36)
        .output(F16, 4, 1, 2, 6)
        .check(gpu(), "recurrent", TOLERANCE);
  }
}
