package dev.assam.op;

import dev.assam.memory.Floats;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;

/** Lets operators whose loops are written for float32 serve the narrow types, too. */
public final class Precision {
  private Precision() {}

  /** Whether a type is computed in float32: every float but float64. */
  public static boolean isSingle(DType dtype) {
    return dtype.isFloat() && dtype != DType.FLOAT64;
  }

  /** The tensor as float32: itself if it is, else a copy; null stays null. */
  public static Tensor widen(Tensor x) {
    if (x == null || x.dtype() == DType.FLOAT32) {
      return x;
    }
    Tensor wide = Tensor.allocate(DType.FLOAT32, x.shape());
    Floats to = wide.floats();
    for (int i = 0; i < x.size(); i++) {
      to.set(i, (float) x.getDouble(i));
    }
    return wide;
  }

  /** The tensor as {@code dtype}: itself if it is, else a rounded copy. */
  public static Tensor narrow(Tensor x, DType dtype) {
    if (x.dtype() == dtype) {
      return x;
    }
    Tensor narrow = Tensor.allocate(dtype, x.shape());
    for (int i = 0; i < x.size(); i++) {
      narrow.setDouble(i, x.getDouble(i));
    }
    return narrow;
  }
}
