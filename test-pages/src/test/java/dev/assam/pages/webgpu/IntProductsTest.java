package dev.assam.pages.webgpu;

import dev.assam.pages.Chromium;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxNode;
import dev.assam.webgpu.Gpu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of bytes, with packed dot products and without. */
class IntProductsTest {
  private static final int[][] SIZES = {{1, 5, 3}, {3, 8, 16}, {9, 70, 33}, {32, 33, 64}};

  private static WebGpuPage page;

  @BeforeAll
  static void open() {
    page = new WebGpuPage(Chromium.withWebGpu());
  }

  @AfterAll
  static void close() {
    page.close();
  }

  private static Tensor zeros(DType dtype, int count) {
    Tensor tensor = Tensor.allocate(dtype, count == 1 ? Shape.SCALAR : Shape.of(count));
    tensor.retain();
    for (int i = 0; i < count; i++) {
      tensor.setLong(i, 3 + i % 5);
    }
    return tensor;
  }

  private static Tensor scales(int count) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, count == 1 ? Shape.SCALAR : Shape.of(count));
    tensor.retain();
    for (int i = 0; i < count; i++) {
      tensor.setDouble(i, Math.PI / 300 + 0.001 * (i % 7));
    }
    return tensor;
  }

  @ParameterizedTest
  @CsvSource({"UINT8,INT8,software", "INT8,INT8,plain", "UINT8,UINT8,software", "INT8,UINT8,plain"})
  void sums(DType a, DType b, String kind) {
    Gpu gpu = ProductsTest.gpu(page, kind);
    for (int[] size : SIZES) {
      for (int zeros : new int[] {1, size[1]}) {
        new GpuCase(new OnnxNode("MatMulInteger"))
            .input("a", a, size[0], size[2])
            .constant("b", b, size[2], size[1])
            .constant("a0", zeros(a, 1))
            .constant("b0", zeros(b, zeros))
            .output(DType.INT32, size[0], size[1])
            .check(gpu, "gemmInt", 0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"UINT8,INT8", "INT8,INT8"})
  void bytes(DType a, DType b) {
    for (int[] size : SIZES) {
      new GpuCase(new OnnxNode("QLinearMatMul"))
          .input("a", a, size[0], size[2])
          .constant("as", scales(1))
          .constant("a0", zeros(a, 1))
          .constant("b", b, size[2], size[1])
          .constant("bs", scales(size[1]))
          .constant("b0", zeros(b, 1))
          .constant("ys", Tensor.of(Shape.SCALAR, 0.0171f))
          .constant("yz", zeros(a, 1))
          .output(a, size[0], size[1])
          .check(page.gpu(), "gemmInt", 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT8", "UINT8"})
  void dynamic(String type) {
    DType b = DType.valueOf(type);
    for (int[] size : SIZES) {
      new GpuCase(new OnnxNode("Mul"))
          .input("x", DType.FLOAT32, 2, size[0], size[2])
          .constant("b", b, size[2], size[1])
          .constant("bs", scales(size[1]))
          .constant("b0", zeros(b, 1))
          .before(new OnnxNode("DynamicQuantizeLinear").in("x").out("q", "s", "z"), "real")
          .before(new OnnxNode("MatMulInteger").in("q", "b", "z", "b0").out("sums"), "real")
          .before(new OnnxNode("Cast").in("sums").out("real").attr("to", 1), "real")
          .before(new OnnxNode("Mul").in("s", "bs").out("scale"), "real")
          .reads("scale")
          .output(DType.FLOAT32, 2, size[0], size[1])
          .check(page.gpu(), "gemmInt", 1e-5);
    }
  }
}
