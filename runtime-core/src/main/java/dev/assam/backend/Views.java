package dev.assam.backend;

import dev.assam.op.Op;
import dev.assam.op.elementwise.Identity;
import dev.assam.op.move.Transpose;
import dev.assam.op.shape.Flatten;
import dev.assam.op.shape.Reshape;
import dev.assam.op.shape.Squeeze;
import dev.assam.op.shape.Unsqueeze;
import dev.assam.tensor.Shape;

/** Operators whose output has the very elements of their first input in the same order. */
public final class Views {
  private Views() {}

  /**
   * Whether an operator only gives its input another shape.
   *
   * @param in shape of the first input
   */
  public static boolean is(Op op, Shape in) {
    return switch (op) {
      case Reshape _, Squeeze _, Unsqueeze _, Flatten _, Identity _ -> true;
      case Transpose transpose -> keepsOrder(transpose, in);
      default -> false;
    };
  }

  /** Whether the dimensions other than 1 stay in their order. */
  private static boolean keepsOrder(Transpose transpose, Shape in) {
    int last = -1;
    for (int axis : transpose.order(in.rank())) {
      if (in.dim(axis) != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }
}
