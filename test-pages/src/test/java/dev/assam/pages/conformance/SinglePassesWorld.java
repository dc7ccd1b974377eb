package dev.assam.pages.conformance;

import dev.assam.ModelFile;
import dev.assam.error.AssamException;
import dev.assam.graph.Graph;
import dev.assam.graph.Layout;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.onnx.Model;
import dev.assam.op.Deadline;
import dev.assam.optimize.Optimized;
import dev.assam.optimize.Pass;
import dev.assam.optimize.Pipeline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The reference, and after each single pass of the optimiser the reference again: every graph is
 * verified, and those that are not large are run and give the same.
 */
final class SinglePassesWorld implements World {
  private static final int LARGE = 60;
  private static final Comparison COMPARISON = new Comparison(1e-3, 1e-5);

  private final List<Pass> passes = new Pipeline(Layout.CHANNELS_LAST, Set.of()).passes();
  private int changed;

  /** How many graphs were changed by a pass. */
  int changed() {
    return changed;
  }

  @Override
  public String name() {
    return "jvm-reference";
  }

  @Override
  public String description() {
    return "Java " + Runtime.version().feature() + ", each pass alone";
  }

  @Override
  @SuppressWarnings("try")
  public List<Datum> run(Path file, Map<String, Datum> inputs, List<ValueType> types) {
    List<Datum> expected;
    try (MemoryScope scope = MemoryScope.open()) {
      Model model = ModelFile.read(file);
      try {
        Graph graph = graph(model.graph(), inputs);
        Map<Value, Datum> values = new LinkedHashMap<>();
        Map<Value, ValueType> declared = new LinkedHashMap<>();
        for (Value input : graph.inputs()) {
          values.put(input, inputs.get(input.name()));
          declared.put(input, input.declared());
        }
        expected = outputs(graph, values);
        for (Pass pass : passes) {
          check(pass, graph, values, declared, expected);
        }
        expected.forEach(Datum::retain);
      } finally {
        model.release();
      }
    } catch (AssamException e) {
      throw new WorldException(e.code() + " " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    expected.forEach(Datum::handOver);
    return expected;
  }

  /** The graph with defaults as constants where nothing else is given. */
  private static Graph graph(Graph graph, Map<String, Datum> given) {
    List<Value> inputs = new ArrayList<>();
    for (Value input : graph.inputs()) {
      if (given.containsKey(input.name())) {
        inputs.add(input);
      }
    }
    return new Graph(graph.name(), inputs, graph.outputs(), graph.nodes(), graph.constants());
  }

  private void check(
      Pass pass,
      Graph graph,
      Map<Value, Datum> values,
      Map<Value, ValueType> types,
      List<Datum> expected) {
    Optimized optimized = new Pipeline(List.of(pass)).run(graph, types, Deadline.NONE);
    try {
      for (Optimized.Change change : optimized.changes()) {
        if (change.failure() != null) {
          throw new WorldException(change.toString());
        }
      }
      changed += optimized.graph() == graph ? 0 : 1;
      if (optimized.graph() == graph || Pipeline.count(graph) > LARGE) {
        return;
      }
      List<Datum> actual = outputs(optimized.graph(), values);
      for (int i = 0; i < expected.size(); i++) {
        String difference = COMPARISON.difference(actual.get(i), expected.get(i));
        if (difference != null) {
          throw new WorldException("after " + pass.name() + ": output " + i + " " + difference);
        }
      }
    } finally {
      optimized.release();
    }
  }

  private static List<Datum> outputs(Graph graph, Map<Value, Datum> values) {
    Map<Value, ValueType> types = new LinkedHashMap<>();
    values.forEach((value, datum) -> types.put(value, datum.type()));
    return new ReferenceBackend()
        .compiler(0)
        .compile(ExecutionPlan.of(graph), types, Set.of(), Deadline.NONE)
        .run(values, Deadline.NONE)
        .get();
  }

  @Override
  public void close() {}
}
