package dev.assam.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.assam.graph.Graph;
import dev.assam.graph.GraphPrinter;
import dev.assam.graph.Layout;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import dev.assam.testing.Difference;
import dev.assam.testing.RandomGraph;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random graphs compute the same before and after: {@code -Dassam.graphs=N} tries so many, {@code
 * -Dassam.graph=N} one.
 */
final class RandomGraphsTest {
  @Test
  void computeTheSame() {
    Integer only = Integer.getInteger("assam.graph");
    int count = only != null ? 1 : Integer.getInteger("assam.graphs", 5000);
    for (int i = 0; i < count; i++) {
      int seed = only != null ? only : i;
      long before = MemoryScope.usedBytes();
      check(seed);
      assertEquals(before, MemoryScope.usedBytes(), "bytes after graph " + seed);
    }
  }

  @SuppressWarnings("try")
  private static void check(int seed) {
    try (MemoryScope scope = MemoryScope.open()) {
      RandomGraph drawn = new RandomGraph(seed, seed % 3 * 0.4);
      Model model = OnnxReader.read(Storage.ofBytes(drawn.toBytes()), ExternalData.NONE);
      Graph graph = model.graph();
      Map<Value, Datum> values = new LinkedHashMap<>();
      Map<Value, ValueType> known = new HashMap<>();
      Map<Value, ValueType> declared = new HashMap<>();
      for (Value input : graph.inputs()) {
        values.put(input, drawn.inputs().get(input.name()));
        known.put(input, values.get(input).type());
        declared.put(input, input.declared());
      }
      List<Datum> expected = run(graph, known, values);
      for (Layout layout : Layout.values()) {
        Pipeline pipeline = new Pipeline(layout, Set.of());
        Optimized opened = pipeline.run(graph, declared, Deadline.NONE);
        Optimized bound = pipeline.run(opened.graph(), known, Deadline.NONE);
        compare(seed, graph, opened, expected, run(opened.graph(), known, values));
        compare(seed, opened.graph(), bound, expected, run(bound.graph(), known, values));
        bound.release();
        opened.release();
      }
      model.release();
    } catch (RuntimeException e) {
      throw new AssertionError("graph " + seed + ": " + e, e);
    }
  }

  private static List<Datum> run(
      Graph graph, Map<Value, ValueType> types, Map<Value, Datum> inputs) {
    List<Datum> outputs =
        new ReferenceBackend()
            .compiler(0)
            .compile(ExecutionPlan.of(graph), types, Set.of(), Deadline.NONE)
            .run(inputs, Deadline.NONE)
            .get();
    outputs.forEach(Datum::handOver);
    return outputs;
  }

  private static void compare(
      int seed, Graph before, Optimized after, List<Datum> expected, List<Datum> actual) {
    String what = null;
    for (Optimized.Change change : after.changes()) {
      what = change.failure() == null ? what : change.toString();
    }
    for (int i = 0; i < expected.size() && what == null; i++) {
      Tensor tensor = (Tensor) expected.get(i);
      double largest = 0;
      for (int k = 0; k < tensor.size(); k++) {
        largest = Math.max(largest, Math.abs(tensor.getDouble(k)));
      }
      what = Difference.between(tensor, actual.get(i), 1e-3, 1e-4 * largest + 1e-6);
    }
    if (what != null) {
      fail(
          "graph "
              + seed
              + ": "
              + what
              + "\n"
              + GraphPrinter.print(before)
              + "\n"
              + after.changes()
              + "\n"
              + GraphPrinter.print(after.graph()));
    }
  }
}
