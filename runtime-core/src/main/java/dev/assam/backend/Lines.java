package dev.assam.backend;

import dev.assam.op.nn.GlobalPool;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.op.nn.Softmax;
import dev.assam.op.reduce.Reduce;
import dev.assam.tensor.Shape;

/**
 * A tensor as lines [outer, length, inner]: the elements of a line are {@code inner} apart.
 *
 * @param length elements of a line
 */
public record Lines(int outer, int length, int inner) {
  /** The dimensions from {@code from} to {@code to} as lines. */
  public static Lines of(Shape shape, int from, int to) {
    return new Lines(
        (int) shape.product(0, from),
        (int) shape.product(from, to),
        (int) shape.product(to, shape.rank()));
  }

  /**
   * The lines that a Softmax, a LogSoftmax, a global pool or a reduction goes along; null for other
   * nodes, and where what is folded does not lie together.
   */
  public static Lines of(NodeRequest request) {
    Shape x = request.shape(0);
    boolean last = request.channelsLast();
    return switch (request.op()) {
      case GlobalPool _ -> last ? of(x, 1, x.rank() - 1) : of(x, 2, x.rank());
      case Softmax softmax when !last ->
          softmax(x, request.axis(softmax.axis()), softmax.flattened());
      case LogSoftmax softmax when !last ->
          softmax(x, request.axis(softmax.axis()), softmax.flattened());
      case Reduce reduce when !last && request.hasConstantParameters() ->
          folded(x, reduce.folded(request.seen()));
      default -> null;
    };
  }

  private static Lines softmax(Shape x, int axis, boolean flattened) {
    return x.rank() == 0 ? new Lines(1, 1, 1) : of(x, axis, flattened ? x.rank() : axis + 1);
  }

  /** The folded axes as one, if only dimensions of 1 lie between them; else null. */
  private static Lines folded(Shape x, boolean[] folded) {
    int from = -1;
    int to = -1;
    for (int d = 0; d < folded.length; d++) {
      if (folded[d] && x.dim(d) > 1) {
        from = from < 0 ? d : from;
        to = d + 1;
      }
    }
    for (int d = Math.max(0, from); d < to; d++) {
      if (!folded[d] && x.dim(d) > 1) {
        return null;
      }
    }
    return from < 0 ? of(x, x.rank(), x.rank()) : of(x, from, to);
  }

  /** Number of lines. */
  public int count() {
    return outer * inner;
  }
}
