package dev.assam.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.assam.graph.Graph;
import dev.assam.graph.GraphPrinter;
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
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import dev.assam.testing.Difference;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Runs passes over a graph, shows what becomes of it and checks that it computes the same. */
final class PassRun {
  private final List<Pass> passes;
  private int opset = 17;
  private int[] sizes = {};
  private int used;

  PassRun(Pass... passes) {
    this.passes = List.of(passes);
  }

  /** The opset that the graph is written for. */
  PassRun opset(int number) {
    opset = number;
    return this;
  }

  /** What the inputs' unknown dimensions are checked with, one after the other. */
  PassRun sizes(int... dims) {
    sizes = dims;
    return this;
  }

  /**
   * The nodes, one a line without its name, before and after the passes; inputs of unknown
   * dimensions are checked with 2, 3, 4 … for these unless their sizes are given.
   */
  void check(OnnxGraph written, String before, String after) {
    run(written, before, after);
  }

  /** As {@link #check}, for graphs that say themselves what they are before. */
  void checkAfter(OnnxGraph written, String after) {
    run(written, null, after);
  }

  @SuppressWarnings("try")
  private void run(OnnxGraph written, String before, String after) {
    byte[] bytes = new OnnxModel(written).ir(10).opset(opset).toBytes();
    try (MemoryScope scope = MemoryScope.open()) {
      Model model = OnnxReader.read(Storage.ofBytes(bytes), ExternalData.NONE);
      Graph graph = model.graph();
      if (before != null) {
        assertEquals(before.strip(), nodes(graph));
      }
      Map<Value, ValueType> declared = new HashMap<>();
      Map<Value, Datum> values = new LinkedHashMap<>();
      Random random = new Random(1);
      for (Value input : graph.inputs()) {
        declared.put(input, input.declared());
        values.put(input, value((TensorType) input.declared(), random));
      }
      Optimized optimized = new Pipeline(passes).run(graph, declared, Deadline.NONE);
      for (Optimized.Change change : optimized.changes()) {
        assertNull(change.failure(), change.toString());
      }
      assertEquals(after.strip(), nodes(optimized.graph()));
      List<Datum> expected = run(graph, values);
      List<Datum> actual = run(optimized.graph(), values);
      for (int i = 0; i < expected.size(); i++) {
        assertNull(Difference.between(expected.get(i), actual.get(i), 1e-4, 1e-5));
      }
      optimized.release();
      model.release();
    }
  }

  /** The outputs of a graph. */
  static List<Datum> run(Graph graph, Map<Value, Datum> values) {
    Map<Value, ValueType> types = new LinkedHashMap<>();
    values.forEach((value, datum) -> types.put(value, datum.type()));
    return new ReferenceBackend()
        .compiler(0)
        .compile(ExecutionPlan.of(graph), types, Set.of(), Deadline.NONE)
        .run(values, Deadline.NONE)
        .get();
  }

  private Tensor value(TensorType type, Random random) {
    int[] dims = type.shape().toArray();
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] >= 0 ? dims[i] : used < sizes.length ? sizes[used++] : i + 2;
    }
    Tensor tensor = Tensor.allocate(type.dtype(), Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      if (type.dtype().isFloat()) {
        tensor.setDouble(i, random.nextGaussian());
      } else {
        tensor.setLong(i, random.nextInt(2));
      }
    }
    return tensor;
  }

  /** The nodes in their order, without names, constants and types. */
  static String nodes(Graph graph) {
    StringBuilder text = new StringBuilder();
    for (String line : GraphPrinter.print(graph).split("\n")) {
      int comment = line.lastIndexOf("  # ");
      if (comment >= 0) {
        text.append(line.substring(0, comment).strip().replaceAll(": \\w+\\[[^\\]]*\\] =", " ="));
        text.append('\n');
      }
    }
    return text.toString().strip();
  }
}
