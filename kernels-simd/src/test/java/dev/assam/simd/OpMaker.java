package dev.assam.simd;

import dev.assam.op.Attributes;
import dev.assam.op.Op;
import dev.assam.op.Ops;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes operators by their names. */
final class OpMaker {
  private OpMaker() {}

  /** An operator of the newest opset, attributes as name, value, name, value. */
  static Op op(String name, Object... attributes) {
    return op(25, name, attributes);
  }

  /** An operator of an opset. */
  static Op op(int opset, String name, Object... attributes) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      map.put((String) attributes[i], value instanceof Integer n ? Long.valueOf(n) : value);
    }
    return Ops.find("", name).create(opset, new Attributes(name, map));
  }
}
