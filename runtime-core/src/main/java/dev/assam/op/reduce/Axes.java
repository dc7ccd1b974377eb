package dev.assam.op.reduce;

import dev.assam.op.Inputs;
import dev.assam.tensor.Shape;

/** Which axes of a shape are reduced, and where the elements that fold into one output lie. */
final class Axes {
  private final boolean[] reduced;
  private final Shape kept;
  private final Shape folded;
  private final int[] keptStrides;
  private final int[] foldedStrides;
  private final Shape output;

  private Axes(Shape x, boolean[] reduced, boolean keepDims) {
    this.reduced = reduced;
    int[] strides = x.strides();
    int count = 0;
    for (boolean r : reduced) {
      count += r ? 1 : 0;
    }
    int[] foldedDims = new int[count];
    foldedStrides = new int[count];
    int[] keptDims = new int[x.rank() - count];
    keptStrides = new int[x.rank() - count];
    int[] outputDims = new int[keepDims ? x.rank() : x.rank() - count];
    int f = 0;
    int k = 0;
    int o = 0;
    for (int i = 0; i < x.rank(); i++) {
      if (reduced[i]) {
        foldedDims[f] = x.dim(i);
        foldedStrides[f++] = strides[i];
        if (keepDims) {
          outputDims[o++] = 1;
        }
      } else {
        keptDims[k] = x.dim(i);
        keptStrides[k++] = strides[i];
        outputDims[o++] = x.dim(i);
      }
    }
    kept = Shape.of(keptDims);
    folded = Shape.of(foldedDims);
    output = Shape.of(outputDims);
  }

  /**
   * @param axes may be negative; null or empty for all axes, or for none if {@code noneIfEmpty}
   */
  static Axes of(Inputs in, Shape x, long[] axes, boolean keepDims, boolean noneIfEmpty) {
    boolean[] reduced = new boolean[x.rank()];
    boolean empty = axes == null || axes.length == 0;
    for (int i = 0; i < reduced.length; i++) {
      reduced[i] = empty && !noneIfEmpty;
    }
    for (int i = 0; !empty && i < axes.length; i++) {
      int axis = in.axis(axes[i], x.rank());
      if (reduced[axis]) {
        throw in.shapeError("axis " + axis + " is given twice");
      }
      reduced[axis] = true;
    }
    return new Axes(x, reduced, keepDims);
  }

  /** For each axis whether it is reduced. */
  boolean[] reduced() {
    return reduced.clone();
  }

  /** The result's shape. */
  Shape output() {
    return output;
  }

  /** The dimensions that stay, with their strides in the input. */
  Shape kept() {
    return kept;
  }

  int[] keptStrides() {
    return keptStrides;
  }

  /** The dimensions that are folded, with their strides in the input. */
  Shape folded() {
    return folded;
  }

  int[] foldedStrides() {
    return foldedStrides;
  }
}
