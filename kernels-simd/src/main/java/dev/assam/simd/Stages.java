package dev.assam.simd;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.attention.Attention;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.DynamicQuantizedConv;
import dev.assam.op.fused.DynamicQuantizedMatMul;
import dev.assam.op.fused.WithEpilogue;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.recurrent.GRU;
import dev.assam.op.recurrent.LSTM;
import dev.assam.op.recurrent.RNN;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph cut where shapes depend on data: what can be planned before the run, with the nodes that
 * tell the shapes, and what is planned once they have told them.
 *
 * @param first its outputs are what {@code later} and the caller need of it
 * @param later its inputs are inputs of the whole graph and outputs of {@code first}
 */
record Stages(Graph first, Graph later) {
  /** The two, or null if everything can be planned at once, or no later node is worth a plan. */
  static Stages of(Graph graph, Map<Value, ValueType> types) {
    Set<Value> open = new HashSet<>();
    List<Node> now = new ArrayList<>();
    List<Node> later = new ArrayList<>();
    boolean isWorthIt = false;
    for (Node node : graph.nodes()) {
      boolean waits = waits(node, open);
      (waits ? later : now).add(node);
      isWorthIt |= waits && isHeavy(node.op());
      for (Value output : node.outputs()) {
        if (output != null && (waits || !isStatic(types.get(output)))) {
          open.add(output);
        }
      }
    }
    return isWorthIt ? cut(graph, now, later) : null;
  }

  private static boolean waits(Node node, Set<Value> open) {
    for (Value value : Graph.uses(node)) {
      if (open.contains(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isStatic(ValueType type) {
    return type instanceof TensorType tensor && tensor.dtype() != null && tensor.shape().isStatic();
  }

  private static boolean isHeavy(Op op) {
    return switch (op) {
      case Conv _, ConvTranspose _, MatMul _, Gemm _, Attention _ -> true;
      case LSTM _, GRU _, RNN _, WithEpilogue _, ChannelsLast _ -> true;
      case DynamicQuantizedConv _, DynamicQuantizedMatMul _ -> true;
      default -> false;
    };
  }

  private static Stages cut(Graph graph, List<Node> now, List<Node> later) {
    Set<Value> madeLater = new HashSet<>();
    later.forEach(node -> madeLater.addAll(node.outputs()));
    Set<Value> inputs = new LinkedHashSet<>();
    Map<Value, Tensor> constants = new LinkedHashMap<>();
    for (Node node : later) {
      for (Value value : Graph.uses(node)) {
        if (graph.constants().containsKey(value)) {
          constants.put(value, graph.constants().get(value));
        } else if (!madeLater.contains(value)) {
          inputs.add(value);
        }
      }
    }
    Set<Value> between = new LinkedHashSet<>(inputs);
    between.removeAll(graph.inputs());
    Set<Value> outputs = new LinkedHashSet<>();
    for (Value output : graph.outputs()) {
      (madeLater.contains(output) ? outputs : between).add(output);
    }
    return new Stages(
        new Graph(graph.name(), graph.inputs(), List.copyOf(between), now, graph.constants()),
        new Graph(graph.name(), List.copyOf(inputs), List.copyOf(outputs), later, constants));
  }
}
