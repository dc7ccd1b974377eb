package dev.assam.simd;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Weights as kernels want them, made once and kept as long as the session. */
public final class Packs {
  /** Makes a pack of a weight; the storage is allocated by it. */
  public interface Packer {
    Storage pack(Tensor weight);
  }

  private record Key(Value value, String layout) {}

  private final Map<Key, Storage> packs = new LinkedHashMap<>();
  private final Map<Value, Tensor> raw = new HashMap<>();
  private final Set<Value> disposable = new HashSet<>();

  /** The nodes of the plan at hand that have not asked for a pack of a weight yet. */
  private final Map<Value, Set<Node>> readers = new HashMap<>();

  private final List<Tensor> packed = new ArrayList<>();

  /**
   * Makes a weight known under its value.
   *
   * @param isDisposable whether it may be released once it was packed
   */
  void offer(Value value, Tensor weight, boolean isDisposable) {
    raw.put(value, weight);
    if (isDisposable) {
      disposable.add(value);
    }
  }

  /** Lets a weight stay, since a plan may yet come that reads it. */
  void keep(Value value) {
    disposable.remove(value);
  }

  /** Tells who reads which weights in the plan that is prepared next. */
  void expect(Graph graph) {
    readers.clear();
    for (Node node : graph.nodes()) {
      for (Value value : Graph.uses(node)) {
        if (raw.containsKey(value)) {
          readers.computeIfAbsent(value, v -> identitySet()).add(node);
        }
      }
    }
    readers.keySet().removeAll(graph.outputs());
  }

  private static Set<Node> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Whether a weight was packed in this layout before. */
  boolean has(Value value, String layout) {
    return packs.containsKey(new Key(value, layout));
  }

  /** The pack of a weight in a layout for a node, made by {@code packer} the first time. */
  Storage get(Value value, String layout, Node reader, Packer packer) {
    Key key = new Key(value, layout);
    Storage pack = packs.get(key);
    if (pack == null) {
      Tensor weight = raw.get(value);
      pack = packer.pack(weight);
      pack.retain();
      packs.put(key, pack);
      weight.storage().unload();
    }
    Set<Node> left = readers.get(value);
    if (left != null && left.remove(reader) && left.isEmpty() && disposable.remove(value)) {
      packed.add(raw.get(value));
    }
    return pack;
  }

  /** Gives back what was packed for the last node, which may have wanted several packs. */
  void letGo() {
    for (Tensor weight : packed) {
      if (!weight.storage().isFreed()) {
        weight.release();
      }
    }
    packed.clear();
  }

  /** Memory of all packs. */
  long bytes() {
    long bytes = 0;
    for (Storage pack : packs.values()) {
      bytes += (long) pack.length() * pack.kind().bytes();
    }
    return bytes;
  }

  void release() {
    packs.values().forEach(Storage::release);
    packs.clear();
  }
}
