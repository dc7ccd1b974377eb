package dev.assam.nativerun.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.memory.MemoryScope;
import dev.assam.simd.SimdBackend;
import dev.assam.simd.Task;
import dev.assam.simd.Workers;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import dev.assam.testing.Sessions;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A run allocates nothing but its result. Kernels are left out: while HotSpot has not compiled them
 * it makes objects of their vectors, which WebAssembly never does.
 */
final class RunAllocationTest {
  private static final int RUNS = 2000;

  /** Result, its table, a tensor with its storage, block and array of a few floats. */
  private static final long RESULT_BYTES = 600;

  private static final Workers IDLE =
      new Workers() {
        @Override
        public int threads() {
          return 1;
        }

        @Override
        public void run(Task task) {}

        @Override
        public void close() {}
      };

  /** MatMuls, softmaxes and sums, with a Reshape now and then. */
  private static OnnxGraph graph(int layers) {
    Tensor weights = Tensor.allocate(DType.FLOAT32, Shape.of(8, 8));
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x0", DType.FLOAT32, -1, 8)
            .input("other", DType.FLOAT32, -1, 8)
            .initializer("w", weights)
            .initializer("axes", Tensor.ofLongs(0))
            .initializer("shape", Tensor.ofLongs(2, 2, 8));
    for (int i = 0; i < layers; i++) {
      String x = "x" + i;
      graph
          .node(new OnnxNode("MatMul").in(x, "w").out("a" + i))
          .node(new OnnxNode("Softmax").in("a" + i).out("b" + i).attr("axis", -1))
          .node(new OnnxNode("Reshape").in("b" + i, "shape").out("c" + i))
          .node(new OnnxNode("ReduceMax").in("c" + i, "axes").out("d" + i).attr("keepdims", 0))
          .node(new OnnxNode("Concat").in("d" + i, "d" + i).out("e" + i).attr("axis", 0))
          .node(new OnnxNode("Add").in("e" + i, "other").out("x" + (i + 1)));
    }
    return graph.output("x" + layers, null);
  }

  private static long bytesPerRun(int layers) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SessionOptions options = SessionOptions.DEFAULT.withBackend(new SimdBackend(IDLE));
    try (Session session = Sessions.open(graph(layers), options);
        Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(4, 8))) {
      Map<String, Tensor> inputs = Map.of("x0", x, "other", x);
      for (int i = 0; i < RUNS; i++) {
        session.run(inputs).close();
      }
      long used = MemoryScope.usedBytes();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        session.run(inputs).close();
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertEquals(used, MemoryScope.usedBytes(), "memory after the runs");
      return bytes / RUNS;
    }
  }

  @Test
  void allocatesNothingButTheResult() {
    long few = bytesPerRun(2);
    long many = bytesPerRun(40);
    assertTrue(few <= RESULT_BYTES, "a run of few nodes allocates " + few + " bytes");
    assertTrue(many <= few + 16, "a run of many nodes allocates " + many + " bytes, of few " + few);
  }
}
