package dev.assam.pages.webgpu;

import dev.assam.pages.Chromium;
import dev.assam.tensor.DType;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions 3 × 3 by Winograd's products: sizes that are no whole tiles, pads, pictures. */
class ConvolutionsTest {
  private static WebGpuPage page;

  @BeforeAll
  static void open() {
    page = new WebGpuPage(Chromium.withWebGpu());
  }

  @AfterAll
  static void close() {
    page.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1,16,16,4,4,1",
    "2,16,20,5,7,1",
    "1,32,16,3,3,0",
    "3,20,64,9,6,0",
    "1,64,16,1,1,1",
    "1,16,16,33,31,2"
  })
  void winograd(int batch, int channels, int maps, int height, int width, int pad) {
    int y = height + 2 * pad - 2;
    int x = width + 2 * pad - 2;
    new GpuCase(new OnnxNode("Conv").ints("pads", pad, pad, pad, pad))
        .input("x", DType.FLOAT32, batch, channels, height, width)
        .constant("w", DType.FLOAT32, maps, channels, 3, 3)
        .constant("b", DType.FLOAT32, maps)
        .output(DType.FLOAT32, batch, maps, y, x)
        .check(page.gpu(), "conv", 1e-4);
  }

  @Test
  void padsThatDiffer() {
    new GpuCase(new OnnxNode("Conv").ints("pads", 0, 1, 2, 0))
        .input("x", DType.FLOAT32, 1, 16, 6, 5)
        .constant("w", DType.FLOAT32, 16, 16, 3, 3)
        .output(DType.FLOAT32, 1, 16, 6, 4)
        .check(page.gpu(), "conv", 1e-4);
  }
}
