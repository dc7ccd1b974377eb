package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.tensor.Shape;

/**
 * The lanes of a tensor along an axis: element k of lane (o, i) is at o·length·inner + i + k·inner.
 *
 * @param outer lanes' starts that are {@code length · inner} apart
 * @param length elements of a lane
 * @param inner neighbouring lanes, and so the distance of a lane's elements
 */
record Lanes(int outer, int length, int inner) {
  /**
   * Along one axis, or, as Softmax, LogSoftmax and Hardmax had it before opset 13 ({@code
   * flattened}), along all dimensions from the axis on. Of an unknown shape there are none.
   */
  static Lanes of(Inputs in, Shape shape, int axis, boolean flattened) {
    int rank = shape.rank();
    // The flattening axis may be the rank: lanes of one element.
    int from = flattened && axis == rank ? rank : in.axis(axis, rank);
    int to = flattened ? rank : from + 1;
    if (!shape.isStatic() || shape.size() == 0) {
      return new Lanes(0, 0, 1);
    }
    return new Lanes(
        (int) shape.product(0, from), (int) shape.product(from, to), (int) shape.product(to, rank));
  }

  int count() {
    return outer * inner;
  }

  /** Offset of the first element of lane {@code lane}, lanes counted over outer, then inner. */
  int start(int lane) {
    return lane / inner * length * inner + lane % inner;
  }
}
