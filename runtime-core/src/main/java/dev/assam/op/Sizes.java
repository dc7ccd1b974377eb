package dev.assam.op;

import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/**
 * Integers computed from shapes of which some dimensions are unknown. An unknown dimension is
 * carried as a number far below all that sizes can be, so that it can be told where it comes from.
 */
public final class Sizes {
  /** An element of which nothing is known. */
  public static final long UNKNOWN = ofDim(-1);

  private Sizes() {}

  /** A dimension, which may be unknown, as an element. */
  public static long ofDim(int dim) {
    return dim >= 0 ? dim : Long.MIN_VALUE - dim;
  }

  /** Whether an element is known. */
  public static boolean isKnown(long element) {
    return element > Long.MIN_VALUE - Integer.MIN_VALUE;
  }

  /** The unknown dimension that an element is: −1, or one that is told from others. */
  public static int unknownDim(long element) {
    return (int) (Long.MIN_VALUE - element);
  }

  /** The dimensions of a shape from {@code from} to {@code to}, exclusive, as elements. */
  public static long[] of(Shape shape, int from, int to) {
    long[] elements = new long[Math.max(0, to - from)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = ofDim(shape.dim(from + i));
    }
    return elements;
  }

  /** The elements of a vector or scalar of integers, all known; null for other tensors. */
  static long[] of(Tensor tensor) {
    boolean small = tensor.shape().rank() <= 1 && tensor.dtype().isInteger();
    return small && tensor.size() <= 64 ? tensor.toLongs() : null;
  }
}
