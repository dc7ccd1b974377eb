package dev.assam.testing;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.Tensor;

/**
 * Compares values: types and shapes exactly; integers, bools and strings exactly; floats by |actual
 * − expected| ≤ atol + rtol · |expected|, NaN equal to NaN and infinities to their like.
 */
public final class Difference {
  private Difference() {}

  /**
   * What differs, in words, or null. A negative tolerance stands for the type's usual one: 1e-3
   * relative and 1e-5 absolute, 1e-2 of each for types of 16 bits.
   */
  public static String between(Datum expected, Datum actual, double rtol, double atol) {
    if (expected instanceof Tensor a && actual instanceof Tensor b) {
      return betweenTensors(a, b, rtol, atol);
    }
    if (expected instanceof SequenceDatum a && actual instanceof SequenceDatum b) {
      return betweenSequences(a, b, rtol, atol);
    }
    if (expected instanceof OptionalDatum a && actual instanceof OptionalDatum b) {
      if (a.isPresent() != b.isPresent()) {
        return "expected " + a + ", got " + b;
      }
      return a.isPresent() ? between(a.value(), b.value(), rtol, atol) : null;
    }
    if (actual instanceof OptionalDatum b && b.isPresent()) {
      return between(expected, b.value(), rtol, atol);
    }
    return "expected " + expected + ", got " + actual;
  }

  private static String betweenSequences(
      SequenceDatum expected, SequenceDatum actual, double rtol, double atol) {
    if (expected.elements().size() != actual.elements().size()) {
      return "expected " + expected + ", got " + actual;
    }
    for (int i = 0; i < expected.elements().size(); i++) {
      String difference = between(expected.elements().get(i), actual.elements().get(i), rtol, atol);
      if (difference != null) {
        return "element " + i + ": " + difference;
      }
    }
    return null;
  }

  private static String betweenTensors(Tensor expected, Tensor actual, double rtol, double atol) {
    if (!expected.type().equals(actual.type())) {
      return "expected " + expected + ", got " + actual;
    }
    DType dtype = expected.dtype();
    boolean narrow = dtype.isFloat() && dtype.bits() <= 16;
    double relative = rtol >= 0 ? rtol : narrow ? 1e-2 : 1e-3;
    double absolute = atol >= 0 ? atol : narrow ? 1e-2 : 1e-5;
    int wrong = 0;
    int first = -1;
    for (int i = 0; i < expected.size(); i++) {
      if (!same(expected, actual, i, relative, absolute)) {
        first = first < 0 ? i : first;
        wrong++;
      }
    }
    return wrong == 0
        ? null
        : wrong
            + " of "
            + expected.size()
            + " elements of "
            + expected
            + " differ, first at "
            + first
            + ": expected "
            + element(expected, first)
            + ", got "
            + element(actual, first);
  }

  private static boolean same(Tensor expected, Tensor actual, int i, double rtol, double atol) {
    if (expected.dtype() == DType.STRING) {
      return expected.strings()[i].equals(actual.strings()[i]);
    }
    if (!expected.dtype().isFloat()) {
      return expected.getLong(i) == actual.getLong(i);
    }
    double a = expected.getDouble(i);
    double b = actual.getDouble(i);
    return Double.compare(a, b) == 0
        || (Double.isFinite(a) && Math.abs(a - b) <= atol + rtol * Math.abs(a));
  }

  private static String element(Tensor tensor, int i) {
    return tensor.dtype() == DType.STRING
        ? '"' + tensor.strings()[i] + '"'
        : tensor.dtype().isFloat() ? "" + tensor.getDouble(i) : "" + tensor.getLong(i);
  }
}
