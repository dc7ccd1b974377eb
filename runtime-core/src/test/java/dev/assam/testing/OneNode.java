package dev.assam.testing;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a single node through a session, as a model of one node. */
public final class OneNode {
  private OneNode() {}

  /** The node's first output, still open; null inputs are left out. */
  public static Tensor run(int opset, OnnxNode node, Tensor... inputs) {
    return (Tensor) run(opset, node, 1, inputs).get(0);
  }

  /** The node's first outputs, still open; null inputs are left out. */
  public static List<Datum> run(int opset, OnnxNode node, int outputs, Tensor... inputs) {
    OnnxGraph graph = new OnnxGraph("g");
    Map<String, Datum> values = new LinkedHashMap<>();
    List<String> inputNames = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] != null) {
        graph.input("x" + i, inputs[i].type());
        values.put("x" + i, inputs[i]);
      }
      inputNames.add(inputs[i] == null ? "" : "x" + i);
    }
    List<String> outputNames = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      graph.output("y" + i, null);
      outputNames.add("y" + i);
    }
    graph.node(node.name("node").in(inputNames).out(outputNames));
    try (Session session = open(new OnnxModel(graph).opset(opset).toBytes())) {
      Result result = session.run(values);
      List<Datum> list = new ArrayList<>();
      for (String name : outputNames) {
        list.add(result.get(name));
      }
      return list;
    }
  }

  private static Session open(byte[] model) {
    try (MemoryScope _ = MemoryScope.open()) {
      return Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT);
    }
  }
}
