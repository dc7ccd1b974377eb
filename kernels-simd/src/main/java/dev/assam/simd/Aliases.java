package dev.assam.simd;

import dev.assam.graph.Value;
import java.util.HashMap;
import java.util.Map;

/** Which values lie inside others' memory: views, what is overwritten, and parts of a whole. */
final class Aliases {
  /** Where a value lies: so many elements behind the first one of another. */
  private record Part(Value of, int at) {}

  private final Map<Value, Part> parts = new HashMap<>();

  /** The value whose memory a value lies in; itself if it has memory of its own. */
  Value root(Value value) {
    Value root = value;
    for (Part part = parts.get(root); part != null; part = parts.get(root)) {
      root = part.of();
    }
    return root;
  }

  /** Elements from the first one of the {@link #root} to a value's first one. */
  int offset(Value value) {
    int offset = 0;
    for (Part part = parts.get(value); part != null; part = parts.get(part.of())) {
      offset += part.at();
    }
    return offset;
  }

  /** Lets a value that is its own root, with all that lies in it, lie inside another. */
  void put(Value value, Value of, int at) {
    parts.put(value, new Part(of, at));
  }
}
