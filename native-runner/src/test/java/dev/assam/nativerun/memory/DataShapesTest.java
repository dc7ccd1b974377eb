package dev.assam.nativerun.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.memory.MemoryScope;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Difference;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import dev.assam.testing.Sessions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shapes that depend on data: what follows is planned once they are known, by kernels. */
final class DataShapesTest {
  private static final SessionOptions SIMD = SessionOptions.DEFAULT.withBackend(new SimdBackend());

  private static Tensor noise(Random random, int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, random.nextFloat() - 0.5f);
    }
    return tensor;
  }

  /** The rows that begin with a positive number, twice: chosen, multiplied and chosen again. */
  private static OnnxGraph graph() {
    Random random = new Random(1);
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x0", DType.FLOAT32, -1, 8)
            .input("other", DType.FLOAT32, 8)
            .initializer("zero", Tensor.of(Shape.SCALAR, 0))
            .initializer("first", Tensor.ofLongs(DType.INT64, Shape.SCALAR, 0))
            .initializer("flat", Tensor.ofLongs(-1));
    for (int i = 0; i < 2; i++) {
      graph
          .initializer("w" + i, noise(random, 8, 8))
          .node(new OnnxNode("Gather").in("x" + i, "first").out("c" + i).attr("axis", 1))
          .node(new OnnxNode("Greater").in("c" + i, "zero").out("b" + i))
          .node(new OnnxNode("NonZero").in("b" + i).out("n" + i))
          .node(new OnnxNode("Reshape").in("n" + i, "flat").out("i" + i))
          .node(new OnnxNode("Gather").in("x" + i, "i" + i).out("r" + i).attr("axis", 0))
          .node(new OnnxNode("MatMul").in("r" + i, "w" + i).out("p" + i))
          .node(new OnnxNode("Add").in("p" + i, "other").out("x" + (i + 1)));
    }
    return graph
        .node(new OnnxNode("Neg").in("other").out("less"))
        .output("x2", null)
        .output("less", null)
        .output("i0", null)
        .output("x1", null);
  }

  /** Rows of which {@code positive} begin with a positive number. */
  private static Tensor rows(Random random, int count, int positive) {
    Tensor x = noise(random, count, 8);
    for (int i = 0; i < count; i++) {
      x.floats().set(i * 8, i < positive ? 1 : -1);
    }
    return x;
  }

  @Test
  void followTheData() {
    OnnxGraph graph = graph();
    long before = MemoryScope.usedBytes();
    long least = Long.MAX_VALUE;
    long most = 0;
    try (Session defined = Sessions.open(graph, SessionOptions.DEFAULT.withOptimise(false));
        Session planned = Sessions.open(graph, SIMD)) {
      for (int run = 0; run < 40; run++) {
        Random random = new Random(run);
        Tensor other = noise(random, 8);
        Map<String, Tensor> inputs = Map.of("x0", rows(random, 20, run % 13), "other", other);
        try (Result expected = defined.run(inputs);
            Result actual = planned.run(inputs)) {
          for (String name : expected.outputs().keySet()) {
            assertNull(
                Difference.between(expected.get(name), actual.get(name), 1e-5, 1e-5),
                name + " of run " + run);
          }
        }
        inputs.values().forEach(Tensor::release);
        least = Math.min(least, planned.memory().activations());
        most = Math.max(most, planned.memory().activations());
      }
    }
    assertTrue(least < most, least + " bytes, " + most);
    assertEquals(before, MemoryScope.usedBytes());
  }
}
