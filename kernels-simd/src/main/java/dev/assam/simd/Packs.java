package dev.assam.simd;

import dev.assam.graph.Value;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights as kernels want them, made once and kept as long as the session. */
public final class Packs {
  /** Makes a pack of a weight; the storage is allocated by it. */
  public interface Packer {
    Storage pack(Tensor weight);
  }

  private record Key(Value value, String layout) {}

  private final Map<Key, Storage> packs = new LinkedHashMap<>();
  private final Map<Value, Tensor> raw = new HashMap<>();

  /** Makes a weight known under its value. */
  void offer(Value value, Tensor weight) {
    raw.put(value, weight);
  }

  /** Whether a weight was packed in this layout before. */
  boolean has(Value value, String layout) {
    return packs.containsKey(new Key(value, layout));
  }

  /** The pack of a weight in a layout, made by {@code packer} the first time. */
  Storage get(Value value, String layout, Packer packer) {
    Key key = new Key(value, layout);
    Storage pack = packs.get(key);
    if (pack == null) {
      pack = packer.pack(raw.get(value));
      pack.retain();
      packs.put(key, pack);
    }
    return pack;
  }

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
