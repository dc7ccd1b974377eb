package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.graph.Value;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps one of several constants that are equal. */
final class EqualConstants implements Pass {
  /** So many elements are looked at before two tensors are compared. */
  private static final int SAMPLES = 16;

  /** Elements to a call: browsers compile a method better once it was called, not while it runs. */
  private static final int BLOCK = 4096;

  private record Key(TensorType type, long samples) {}

  @Override
  public String name() {
    return "share-constants";
  }

  @Override
  public Graph apply(Graph graph, Facts facts) {
    Map<Key, List<Map.Entry<Value, Tensor>>> groups = new HashMap<>();
    Map<Value, Value> equal = new HashMap<>();
    for (Map.Entry<Value, Tensor> constant : graph.constants().entrySet()) {
      Tensor tensor = constant.getValue();
      if (tensor.storage().kind() == Kind.STRINGS
          || tensor.storage().isFreed()
          || graph.inputs().contains(constant.getKey())) {
        continue;
      }
      Key key = new Key(tensor.type(), samples(tensor));
      List<Map.Entry<Value, Tensor>> group = groups.computeIfAbsent(key, k -> new ArrayList<>());
      Value first = null;
      for (Map.Entry<Value, Tensor> other : group) {
        if (first == null && same(other.getValue(), tensor)) {
          first = other.getKey();
        }
      }
      if (first == null) {
        group.add(constant);
      } else if (!graph.outputs().contains(constant.getKey())) {
        equal.put(constant.getKey(), first);
      }
    }
    if (equal.isEmpty()) {
      return graph;
    }
    GraphEdit edit = new GraphEdit(graph, facts);
    equal.forEach(edit::rename);
    return edit.finish();
  }

  private static long samples(Tensor tensor) {
    long hash = 0;
    int step = Math.max(1, tensor.size() / SAMPLES);
    Tensor sample = Tensor.allocate(tensor.dtype(), Shape.SCALAR);
    for (int i = 0; i < tensor.size(); i += step) {
      tensor.storage().peek(i, sample.storage());
      hash = hash * 31 + sample.bits(0);
    }
    return hash;
  }

  private static boolean same(Tensor a, Tensor b) {
    boolean floats = a.storage().kind() == Kind.FLOATS;
    for (int from = 0; from < a.size(); from += BLOCK) {
      int to = Math.min(a.size(), from + BLOCK);
      if (!(floats ? same(a.floats(), b.floats(), from, to) : same(a, b, from, to))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Floats a, Floats b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Float.floatToRawIntBits(a.get(i)) != Float.floatToRawIntBits(b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Tensor a, Tensor b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (a.bits(i) != b.bits(i)) {
        return false;
      }
    }
    return true;
  }
}
