package dev.assam.nativerun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.graph.Graph;
import dev.assam.memory.MemoryScope;
import dev.assam.simd.KernelLoop;
import dev.assam.simd.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of shapes for microbenchmarks. */
class ShapeListTest {
  @ParameterizedTest
  @ValueSource(strings = {"gemm", "light_resnet50", "light_squeezenet", "ppocr-det", "minilm"})
  @SuppressWarnings("try")
  void everyShapeHasAKernel(String name) {
    ShapeList list = ShapeList.load(name);
    assertFalse(list.counts().isEmpty());
    for (BenchShape shape : list.counts().keySet()) {
      try (MemoryScope scope = MemoryScope.open()) {
        Graph graph = shape.graph();
        try (KernelLoop loop = new KernelLoop(graph, BenchShape.inputs(graph), Workers.ONE)) {
          assertFalse(loop.toString().startsWith("reference"), shape + ": " + loop);
        } finally {
          graph.constants().values().forEach(weights -> weights.release());
        }
      }
    }
  }

  @Test
  void operationsAreTwoForEachProduct() {
    assertEquals(2.0 * 3 * 4 * 5, new BenchShape(false, List.of(3, 4, 5)).operations());
    BenchShape conv = new BenchShape(true, List.of(2, 8, 7, 9, 6, 3, 3, 2, 1, 1, 1, 2));
    assertEquals(2.0 * 2 * 6 * 4 * 9 * 3 * 3 * 4, conv.operations());
    assertEquals("conv 2 8 7 9 6 3 3 2 1 1 1 2", conv.toString());
  }

  @Test
  void anUnknownListIsRefusedWithThoseThereAre() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> ShapeList.load("vgg"));
    assertTrue(e.getMessage().contains("vgg") && e.getMessage().contains("minilm"), e.getMessage());
  }
}
