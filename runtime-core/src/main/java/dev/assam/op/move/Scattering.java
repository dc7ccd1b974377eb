package dev.assam.op.move;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;

/** How values join what is already at their place. */
public enum Scattering {
  NONE,
  ADD,
  MUL,
  MAX,
  MIN;

  static Scattering of(Attributes a, String... allowed) {
    return switch (a.getChoice("reduction", allowed)) {
      case "add" -> ADD;
      case "mul" -> MUL;
      case "max" -> MAX;
      case "min" -> MIN;
      default -> NONE;
    };
  }

  /** Types that can be reduced: all of them without a reduction. */
  DType check(Inputs in, int data, int updates) {
    DType dtype = in.sameDType(data, updates, DTypes.ALL);
    if (this != NONE && dtype == DType.STRING
        || (this == ADD || this == MUL) && dtype == DType.BOOL) {
      throw in.typeError("elements of " + dtype + " cannot be reduced");
    }
    return dtype;
  }

  /**
   * Y = a copy of X, and then for every k the {@code run} elements of {@code updates} at k·run
   * joined into Y at {@code offsets[k]}, in this order.
   */
  Tensor scatter(Tensor x, Tensor updates, int[] offsets, int run) {
    Tensor y = Tensor.allocate(x.type());
    y.copyFrom(0, x, 0, x.size());
    for (int k = 0; k < offsets.length; k++) {
      if (this == NONE) {
        y.copyFrom(offsets[k], updates, k * run, run);
      } else {
        for (int i = 0; i < run; i++) {
          join(y, offsets[k] + i, updates, k * run + i);
        }
      }
    }
    return y;
  }

  private void join(Tensor y, int at, Tensor updates, int from) {
    if (y.dtype().isFloat()) {
      double a = y.getDouble(at);
      double b = updates.getDouble(from);
      y.setDouble(
          at,
          switch (this) {
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            default -> Math.min(a, b);
          });
    } else {
      long a = y.getLong(at);
      long b = updates.getLong(from);
      boolean larger = y.dtype() == DType.UINT64 ? Long.compareUnsigned(a, b) > 0 : a > b;
      y.setLong(
          at,
          switch (this) {
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> larger ? a : b;
            default -> larger ? b : a;
          });
    }
  }
}
