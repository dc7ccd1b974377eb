package dev.assam.pages.conformance;

import dev.assam.ModelFile;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.memory.MemoryScope;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.op.OpType;
import dev.assam.op.Ops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Operators × worlds: how many of the cases that use an operator pass. */
final class OperatorTable {
  private OperatorTable() {}

  /** The page docs/operators.md. */
  static String of(Map<String, List<Suite.Verdict>> verdicts) {
    Map<String, OpType<?>> types = new TreeMap<>();
    for (OpType<?> type : Ops.ALL) {
      types.put(type.toString(), type);
    }
    Map<String, Map<String, int[]>> counts = new LinkedHashMap<>();
    Map<SuiteCase, Set<String>> operators = new LinkedHashMap<>();
    verdicts.forEach((world, ofWorld) -> {
      for (Suite.Verdict verdict : ofWorld) {
        for (String op : operators.computeIfAbsent(verdict.test(), OperatorTable::operators)) {
          int[] count =
              counts
                  .computeIfAbsent(op, o -> new LinkedHashMap<>())
                  .computeIfAbsent(world, w -> new int[2]);
          count[verdict.outcome() == Suite.Outcome.PASSED ? 0 : 1]++;
        }
      }
    });
    StringBuilder page = new StringBuilder();
    page.append("# Operators\n\n");
    page.append("Passed of the ONNX backend tests that use the operator, by world; made by\n");
    page.append("`./assam conformance --world ").append(String.join(",", verdicts.keySet()));
    page.append(" --table docs/operators.md`.\n\n");
    page.append("| operator | from opset |");
    verdicts.keySet().forEach(world -> page.append(' ').append(world).append(" |"));
    page.append("\n|---|---|").append("---|".repeat(verdicts.size())).append('\n');
    types.forEach((name, type) -> {
      page.append("| ").append(name).append(" | ").append(type.firstOpset()).append(" |");
      for (String world : verdicts.keySet()) {
        int[] count = counts.getOrDefault(name, Map.of()).get(world);
        page.append(' ');
        page.append(count == null ? "–" : count[0] + "/" + (count[0] + count[1]));
        page.append(" |");
      }
      page.append('\n');
    });
    appendTotals(page, types.size(), verdicts);
    return page.toString();
  }

  private static void appendTotals(
      StringBuilder page, int operators, Map<String, List<Suite.Verdict>> verdicts) {
    page.append("\n").append(operators).append(" operators. Cases:\n\n");
    verdicts.forEach((world, ofWorld) -> {
      List<Suite.Verdict> rest =
          ofWorld.stream().filter(v -> v.outcome() != Suite.Outcome.PASSED).toList();
      page.append("- ").append(world).append(": ").append(ofWorld.size() - rest.size());
      page.append(" of ").append(ofWorld.size()).append(" pass\n");
      for (Suite.Verdict verdict : rest) {
        page.append("  - `").append(verdict.test().name()).append("`: ");
        page.append(verdict.reason()).append('\n');
      }
    });
  }

  @SuppressWarnings("try")
  private static Set<String> operators(SuiteCase test) {
    try (MemoryScope scope = MemoryScope.open()) {
      Model model = OnnxReader.read(ModelFile.readAll(test.model()), ExternalData.NONE);
      Set<String> names = new LinkedHashSet<>();
      List<Graph> graphs = new ArrayList<>(List.of(model.graph()));
      for (int i = 0; i < graphs.size(); i++) {
        for (Node node : graphs.get(i).nodes()) {
          names.add(node.op().type().toString());
          graphs.addAll(Graph.bodies(node));
        }
      }
      model.release();
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
