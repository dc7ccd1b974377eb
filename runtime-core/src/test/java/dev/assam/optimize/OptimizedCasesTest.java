package dev.assam.optimize;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.graph.Graph;
import dev.assam.graph.Layout;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.op.Deadline;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import dev.assam.testing.Difference;
import dev.assam.testing.OpCase;
import dev.assam.testing.OpCase.Form;
import dev.assam.testing.cases.OpCases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every case of every operator computes the same after all passes, and after each one alone. */
final class OptimizedCasesTest {
  private final List<String> wrong = new ArrayList<>();
  private int changed;

  @Test
  void computeTheSame() {
    for (OpCase one : OpCases.all()) {
      for (Form form : Form.values()) {
        if (one.has(form)) {
          check(one, form);
        }
      }
    }
    assertTrue(wrong.isEmpty(), () -> wrong.size() + "\n" + String.join("\n", wrong));
    assertTrue(changed > 1000, changed + " graphs were changed");
  }

  @SuppressWarnings("try")
  private void check(OpCase one, Form form) {
    List<Pipeline> pipelines = new ArrayList<>();
    pipelines.add(new Pipeline(Layout.CHANNELS_FIRST, Set.of()));
    pipelines.add(new Pipeline(Layout.CHANNELS_LAST, Set.of()));
    for (Pass pass : Passes.of(Layout.CHANNELS_LAST)) {
      pipelines.add(new Pipeline(List.of(pass)));
    }
    try (MemoryScope scope = MemoryScope.open()) {
      Model model = OnnxReader.read(Storage.ofBytes(one.model(form)), ExternalData.NONE);
      Graph graph = model.graph();
      Map<String, Datum> given = one.inputs(form);
      Map<Value, Datum> inputs = new LinkedHashMap<>();
      Map<Value, ValueType> declared = new HashMap<>();
      for (Value input : graph.inputs()) {
        declared.put(input, input.declared());
        inputs.put(input, given.get(input.name()));
      }
      List<Datum> expected = null;
      for (Pipeline pipeline : pipelines) {
        Optimized optimized = pipeline.run(graph, declared, Deadline.NONE);
        String what = one.name() + " " + form + " " + names(pipeline);
        for (Optimized.Change change : optimized.changes()) {
          if (change.failure() != null) {
            wrong.add(what + ": " + change);
          }
        }
        if (optimized.graph() != graph) {
          changed++;
          expected = expected == null ? PassRun.run(graph, inputs) : expected;
          compare(what, one, expected, optimized.graph(), inputs);
        }
        optimized.release();
      }
      model.release();
    }
  }

  private static String names(Pipeline pipeline) {
    return pipeline.passes().size() == 1 ? pipeline.passes().get(0).name() : "all passes";
  }

  private void compare(
      String what, OpCase one, List<Datum> expected, Graph graph, Map<Value, Datum> inputs) {
    try {
      List<Datum> actual = PassRun.run(graph, inputs);
      for (int i = 0; i < expected.size(); i++) {
        double rtol = one.rtol() < 0 ? 1e-5 : one.rtol();
        double atol = one.atol() < 0 ? 1e-6 : one.atol();
        String difference = Difference.between(expected.get(i), actual.get(i), rtol, atol);
        if (difference != null) {
          wrong.add(what + ": " + difference);
        }
      }
    } catch (AssamException e) {
      wrong.add(what + ": " + e);
    }
  }
}
