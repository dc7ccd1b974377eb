package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * The names of classes: integers or strings, one list of them null.
 *
 * @param ints the integers
 * @param strings the strings
 */
record Labels(List<Long> ints, List<String> strings) {
  /** From two attributes, of which exactly one is given. */
  static Labels of(Attributes a, String intsName, String stringsName) {
    List<Long> ints = a.getLongs(intsName);
    List<String> strings = a.getStrings(stringsName);
    if (ints != null && ints.isEmpty() && strings != null) {
      ints = null;
    } else if (strings != null && strings.isEmpty() && ints != null) {
      strings = null;
    }
    if ((ints == null) == (strings == null) || ints != null && ints.isEmpty()) {
      throw a.error(intsName, "given with, or absent with, " + stringsName + " (allowed: one)");
    }
    return new Labels(ints, strings);
  }

  int size() {
    return ints != null ? ints.size() : strings.size();
  }

  DType dtype() {
    return ints != null ? DType.INT64 : DType.STRING;
  }

  /** Stores label {@code k} as element {@code i}. */
  void put(Tensor tensor, int i, int k) {
    if (ints != null) {
      tensor.longs().set(i, ints.get(k));
    } else {
      tensor.strings()[i] = strings.get(k);
    }
  }
}
