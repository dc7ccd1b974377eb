package dev.assam.pages.webgpu;

import dev.assam.pages.Chromium;
import dev.assam.tensor.DType;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention at the edges of tiles, with one query each and with queries that share tiles. */
class AttentionTest {
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
    "software,17,33,64,0,false", "plain,16,1,8,0,false", "plain,17,33,64,0,true",
    "plain,64,31,32,1,false", "plain,65,64,128,0,true", "plain,130,130,16,1,false",
    "plain,3,40,16,0,true"
  })
  void attends(String kind, int queries, int keys, int size, int causal, boolean masked) {
    GpuCase test =
        new GpuCase(new OnnxNode("Attention").attr("is_causal", causal))
            .input("q", DType.FLOAT32, 2, 4, queries, size)
            .input("k", DType.FLOAT32, 2, 2, keys, size)
            .input("v", DType.FLOAT32, 2, 2, keys, size);
    if (masked) {
      test.input("m", DType.FLOAT32, queries, keys);
    }
    test.output(DType.FLOAT32, 2, 4, queries, size)
        .check(ProductsTest.gpu(page, kind), "attention", 1e-4);
  }
}
