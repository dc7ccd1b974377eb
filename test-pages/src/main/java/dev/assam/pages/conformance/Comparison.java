package dev.assam.pages.conformance;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.Tensor;

/**
 * Compares an output with the expected one: |a − e| ≤ atol + rtol·|e| for floats, NaN equal to NaN,
 * exact for integers, booleans and strings.
 */
final class Comparison {
  private final double rtol;
  private final double atol;

  Comparison(double rtol, double atol) {
    this.rtol = rtol;
    this.atol = atol;
  }

  /** What differs, or null. */
  String difference(Datum actual, Datum expected) {
    if (actual instanceof Tensor a && expected instanceof Tensor e) {
      return tensors(a, e);
    }
    if (actual instanceof SequenceDatum a && expected instanceof SequenceDatum e) {
      if (a.elements().size() != e.elements().size()) {
        return "length " + a.elements().size() + ", expected " + e.elements().size();
      }
      for (int i = 0; i < a.elements().size(); i++) {
        String difference = difference(a.elements().get(i), e.elements().get(i));
        if (difference != null) {
          return "element " + i + ": " + difference;
        }
      }
      return null;
    }
    if (actual instanceof OptionalDatum a && expected instanceof OptionalDatum e) {
      if (!a.isPresent() || !e.isPresent()) {
        return a.isPresent() == e.isPresent() ? null : "present " + a.isPresent();
      }
      return difference(a.value(), e.value());
    }
    return "a " + actual.type() + ", expected " + expected.type();
  }

  private String tensors(Tensor a, Tensor e) {
    if (a.dtype() != e.dtype() || !a.shape().equals(e.shape())) {
      return "is " + a + ", expected " + e;
    }
    if (a.dtype() == DType.STRING) {
      for (int i = 0; i < a.size(); i++) {
        if (!a.strings()[i].equals(e.strings()[i])) {
          return "[" + i + "] = " + a.strings()[i] + ", expected " + e.strings()[i];
        }
      }
      return null;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!a.dtype().isFloat()) {
        if (a.getLong(i) != e.getLong(i)) {
          return "[" + i + "] = " + a.getLong(i) + ", expected " + e.getLong(i);
        }
        continue;
      }
      double x = a.getDouble(i);
      double y = e.getDouble(i);
      double r =
          a.dtype() == DType.FLOAT32 || a.dtype() == DType.FLOAT64 ? rtol : Math.max(rtol, 1e-2);
      boolean near = Math.abs(x - y) <= atol + r * Math.abs(y);
      if (!(near || x == y || (Double.isNaN(x) && Double.isNaN(y)))) {
        return "[" + i + "] = " + x + ", expected " + y;
      }
    }
    return null;
  }
}
