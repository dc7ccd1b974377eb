package dev.assam.optimize;

import dev.assam.tensor.Shape;

/** What can be said of shapes that are not wholly known. */
final class Shapes {
  private Shapes() {}

  /** Whether {@code from} broadcasts to {@code to} whatever the unknown dimensions are. */
  static boolean surelyBroadcasts(Shape from, Shape to) {
    if (!from.hasRank() || !to.hasRank() || from.rank() > to.rank()) {
      return false;
    }
    for (int i = 1; i <= from.rank(); i++) {
      int dim = from.dim(from.rank() - i);
      if (dim != 1 && !same(from, from.rank() - i, to, to.rank() - i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether two dimensions are surely the same. */
  static boolean same(Shape a, int i, Shape b, int k) {
    return Shape.same(a.dim(i), b.dim(k));
  }

  /** Whether two shapes are surely the same. */
  static boolean same(Shape a, Shape b) {
    if (!a.hasRank() || !b.hasRank() || a.rank() != b.rank()) {
      return false;
    }
    for (int i = 0; i < a.rank(); i++) {
      if (!same(a, i, b, i)) {
        return false;
      }
    }
    return true;
  }
}
