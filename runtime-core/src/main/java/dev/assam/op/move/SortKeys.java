package dev.assam.op.move;

import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import java.util.Arrays;

/** Elements as longs that sort as the elements do. */
final class SortKeys {
  private SortKeys() {}

  /** A key for each of X's elements; NaN is the largest number, −0 equals 0. */
  static long[] of(Tensor x) {
    long[] keys = new long[x.size()];
    if (x.dtype() == DType.STRING) {
      ranks(x.strings(), keys);
      return keys;
    }
    for (int i = 0; i < keys.length; i++) {
      if (x.dtype().isFloat()) {
        // Adding 0 turns −0 into 0.
        long bits = Double.doubleToLongBits(x.getDouble(i) + 0.0);
        keys[i] = bits ^ ((bits >> 63) & Long.MAX_VALUE);
      } else {
        keys[i] = x.getLong(i) ^ (x.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0);
      }
    }
    return keys;
  }

  private static void ranks(String[] strings, long[] keys) {
    String[] sorted = Arrays.copyOf(strings, keys.length);
    Arrays.sort(sorted);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Arrays.binarySearch(sorted, strings[i]);
    }
  }
}
