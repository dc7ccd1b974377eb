package dev.assam.pages.webgpu;

import dev.assam.pages.Chromium;
import dev.assam.tensor.DType;
import dev.assam.testing.OnnxNode;
import dev.assam.webgpu.Gpu;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products with weights of few bits in blocks. */
class BlockProductsTest {
  private static final int[][] SIZES = {{1, 5, 32}, {3, 8, 64}, {18, 33, 128}};

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
  @CsvSource({"4,16,software", "4,32,plain", "8,32,software", "8,16,plain", "2,32,software"})
  void blocks(int bits, int block, String kind) {
    Gpu gpu = ProductsTest.gpu(page, kind);
    for (int[] size : SIZES) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      int blocks = k / block;
      for (int form = 0; form < 3; form++) {
        OnnxNode node =
            new OnnxNode("MatMulNBits")
                .domain("com.microsoft")
                .attr("K", k)
                .attr("N", n)
                .attr("bits", bits)
                .attr("block_size", block);
        GpuCase test =
            new GpuCase(node)
                .input("a", DType.FLOAT32, m, k)
                .constant("b", DType.UINT8, n, blocks, block * bits / 8)
                .constant("s", DType.FLOAT32, n * blocks);
        switch (form) {
          case 0 -> test.constant("z", DType.UINT8, n * ((blocks * bits + 7) / 8));
          case 1 ->
              test.constant("z", DType.FLOAT32, n * blocks)
                  .absent()
                  .constant("bias", DType.FLOAT32, n);
          default -> {
            // The middle of what the bits can express.
          }
        }
        test.output(DType.FLOAT32, m, n).check(gpu, "gemmBlocks", 1e-3);
      }
    }
  }
}
