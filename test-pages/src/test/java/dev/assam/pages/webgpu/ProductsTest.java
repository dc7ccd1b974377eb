package dev.assam.pages.webgpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.pages.Chromium;
import dev.assam.tensor.DType;
import dev.assam.testing.OnnxNode;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Tunings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products as adapters of several kinds would compute them, at the edges of tiles and slices. */
class ProductsTest {
  private static final int[][] SIZES = {
    {1, 1, 64}, {1, 7, 65}, {1, 1000, 512}, {2, 33, 128}, {3, 64, 68}, {5, 130, 100},
    {16, 12, 256}, {17, 9, 2048}, {64, 64, 1024}, {65, 63, 64}, {128, 132, 36}, {1, 256, 4096}
  };

  private static WebGpuPage page;

  @BeforeAll
  static void open() {
    page = new WebGpuPage(Chromium.withWebGpu());
  }

  @AfterAll
  static void close() {
    page.close();
  }

  /** The page's device as a kind of adapter. */
  static Gpu gpu(WebGpuPage page, String kind) {
    GpuLimits own = page.gpu().limits();
    assumeTrue(!kind.equals("subgroups") || own.subgroups(), "the adapter has no subgroups");
    return GpuCase.with(
        page.gpu(),
        new GpuLimits(
            own.name(),
            kind.equals("software"),
            own.bufferBytes(),
            own.bindingBytes(),
            own.buffers(),
            own.alignment(),
            own.workgroupBytes(),
            kind.equals("subgroups"),
            own.halves(),
            own.dots() && !kind.equals("plain")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"software", "plain", "subgroups"})
  void products(String kind) {
    Gpu gpu = gpu(page, kind);
    for (int[] size : SIZES) {
      int m = size[0];
      int n = size[1];
      int k = size[2];
      new GpuCase(new OnnxNode("MatMul"))
          .input("a", DType.FLOAT32, m, k)
          .constant("b", DType.FLOAT32, k, n)
          .output(DType.FLOAT32, m, n)
          .check(gpu, "gemm", 1e-4);
    }
    new GpuCase(new OnnxNode("MatMul"))
        .input("a", DType.FLOAT32, 3, 1, 96)
        .input("b", DType.FLOAT32, 3, 96, 20)
        .output(DType.FLOAT32, 3, 1, 20)
        .check(gpu, "gemm", 1e-4);
    new GpuCase(new OnnxNode("Gemm").attr("transB", 1L))
        .input("a", DType.FLOAT32, 2, 200)
        .constant("b", DType.FLOAT32, 30, 200)
        .constant("c", DType.FLOAT32, 30)
        .output(DType.FLOAT32, 2, 30)
        .check(gpu, "gemm", 1e-4);
  }

  /** What is found is used, kept, and not searched again. */
  @Test
  void aSearchFindsPrograms() {
    Map<String, String> found = new LinkedHashMap<>();
    Tunings tunings =
        new Tunings() {
          @Override
          public String recall(String key) {
            return found.get(key);
          }

          @Override
          public void remember(String key, String program) {
            assertNull(found.put(key, program), key);
          }
        };
    Gpu gpu = GpuCase.with(page.gpu(), page.gpu().limits(), tunings);
    for (int time = 0; time < 2; time++) {
      new GpuCase(new OnnxNode("MatMul"))
          .input("a", DType.FLOAT32, 33, 64)
          .constant("b", DType.FLOAT32, 64, 36)
          .output(DType.FLOAT32, 33, 36)
          .check(gpu, "gemm", 1e-4);
    }
    assertEquals(List.of("gemm1x4k4 [33, 36, 64, 9, 0, 0]×1"), List.copyOf(found.keySet()));
    assertTrue(found.toString().contains("=gemm"), found.toString());
    found.replaceAll((key, program) -> "gemmSplit4x64by16");
    new GpuCase(new OnnxNode("MatMul"))
        .input("a", DType.FLOAT32, 33, 64)
        .constant("b", DType.FLOAT32, 64, 36)
        .output(DType.FLOAT32, 33, 36)
        .check(gpu, "gemm", 1e-4);
  }
}
