package dev.assam.webgl.kernel;

import dev.assam.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How one walks through a tensor to meet the elements of another one's shape in their order.
 *
 * @param mode what a texel of the other is made of
 * @param dims of the other, the outermost first; in texels where the mode says so
 * @param strides in this one, 0 along what is repeated
 * @param base of the first element
 */
record Walk(Mode mode, List<Integer> dims, List<Integer> strides, int base) {
  /** What a texel is made of. */
  enum Mode {
    /** The texel at the same place. */
    SAME,
    /** A texel at another place. */
    TEXEL,
    /** One element, four times. */
    SPLAT,
    /** Four elements. */
    ELEMENTS
  }

  /** The walk through what has these strides, dimensions that go on from each other joined. */
  static Walk of(int[] dims, int[] strides, int base) {
    List<Integer> d = new ArrayList<>();
    List<Integer> s = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 1) {
        continue;
      }
      int last = d.size() - 1;
      if (last >= 0 && s.get(last) == dims[i] * strides[i]) {
        d.set(last, d.get(last) * dims[i]);
        s.set(last, strides[i]);
      } else {
        d.add(dims[i]);
        s.add(strides[i]);
      }
    }
    if (d.isEmpty()) {
      d.add(1);
      s.add(0);
    }
    int last = d.size() - 1;
    if (d.size() == 1 && s.get(0) == 1 && base == 0) {
      return new Walk(Mode.SAME, List.of(), List.of(), 0);
    }
    if (d.get(last) % 4 != 0 && !(d.size() == 1 && s.get(0) == 0)) {
      return new Walk(Mode.ELEMENTS, d, s, base);
    }
    if (s.get(last) == 0) {
      d.set(last, Math.max(1, d.get(last) / 4));
      return new Walk(Mode.SPLAT, d, s, base);
    }
    boolean texels = s.get(last) == 1 && base % 4 == 0;
    for (int i = 0; i < last; i++) {
      texels &= s.get(i) % 4 == 0;
    }
    if (!texels) {
      return new Walk(Mode.ELEMENTS, d, s, base);
    }
    d.set(last, d.get(last) / 4);
    for (int i = 0; i < last; i++) {
      s.set(i, s.get(i) / 4);
    }
    return new Walk(Mode.TEXEL, d, s, base / 4);
  }

  /** The walk through a tensor that is broadcast to a shape. */
  static Walk broadcast(Shape from, Shape to) {
    return of(to.toArray(), from.broadcastStrides(to), 0);
  }

  /** Names of the parameters that {@code function} wants. */
  String[] params(String x) {
    String[] names = new String[mode == Mode.SAME ? 0 : 2 * dims.size() + 1];
    for (int i = 0; i < names.length; i++) {
      names[i] = i == names.length - 1 ? x + "BASE" : x + (i % 2 == 0 ? "DIM" : "STRIDE") + i / 2;
    }
    return names;
  }

  /** The parameters' values. */
  void addValues(List<Integer> values) {
    if (mode != Mode.SAME) {
      for (int i = 0; i < dims.size(); i++) {
        values.add(dims.get(i));
        values.add(strides.get(i));
      }
      values.add(base);
    }
  }

  /** What tells shaders apart: the mode and the number of dimensions. */
  Kind kind(boolean flat) {
    return new Kind(mode, dims.size(), flat);
  }

  /**
   * A walk but for its numbers.
   *
   * @param flat whether what is walked through lies in one layer
   */
  record Kind(Mode mode, int dims, boolean flat) {
    /** The function {@code vec4 X_value(int t)} for the sampler {@code x}. */
    String function(String x) {
      if (mode == Mode.SAME) {
        return "vec4 " + x + "_value(int t) { return " + x + "_texel(t); }\n";
      }
      StringBuilder text = new StringBuilder("int " + x + "_walk(int e) {\n");
      text.append("  int o = ").append(x).append("BASE;\n  int q;\n");
      for (int i = dims - 1; i > 0; i--) {
        text.append("  q = quotient(e, ").append(x).append("DIM").append(i).append(");\n");
        text.append("  o += (e - q * ").append(x).append("DIM").append(i).append(") * ");
        text.append(x).append("STRIDE").append(i).append(";\n  e = q;\n");
      }
      text.append("  return o + e * ").append(x).append("STRIDE0;\n}\n");
      text.append("vec4 ").append(x).append("_value(int t) {\n");
      switch (mode) {
        case TEXEL ->
            text.append("  return ").append(x).append("_texel(").append(x).append("_walk(t));\n");
        case SPLAT ->
            text.append("  return vec4(")
                .append(x)
                .append("_element(")
                .append(x)
                .append("_walk(t)));\n");
        default -> {
          text.append("  vec4 v;\n  for (int i = 0; i < 4; i++) {\n    v[i] = ");
          text.append(x).append("_element(").append(x).append("_walk(4 * t + i));\n  }\n");
          text.append("  return v;\n");
        }
      }
      return text.append("}\n").toString();
    }
  }
}
