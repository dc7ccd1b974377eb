package dev.assam.backend;

import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Concat;
import dev.assam.op.move.DepthToSpace;
import dev.assam.op.move.Expand;
import dev.assam.op.move.Gather;
import dev.assam.op.move.Slice;
import dev.assam.op.move.SpaceToDepth;
import dev.assam.op.move.Split;
import dev.assam.op.move.Tile;
import dev.assam.op.move.Transpose;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A box of elements from an input of a node to one of its outputs: for every index i in the box
 * output[toAt + Σ iₖ·toStridesₖ] = input[fromAt + Σ iₖ·fromStridesₖ]. Offsets and strides are in
 * elements; those of the input may be negative or 0, those of the output fall from one dimension to
 * the next.
 */
public record Move(
    int input, int fromAt, int[] fromStrides, int output, int toAt, int[] toStrides, int[] dims) {

  /** What makes the wanted outputs of a node that only moves elements; null if it does not. */
  public static List<Move> of(NodeRequest request) {
    if (request.epilogue() != null || !request.has(0)) {
      return null;
    }
    if (request.channelsLast()) {
      return squares(request);
    }
    Shape x = request.shape(0);
    return switch (request.op()) {
      case Transpose transpose -> whole(request, 0, picked(x.strides(), transpose.order(x.rank())));
      case Expand _ -> whole(request, 0, x.broadcastStrides(request.out(0).shape()));
      case Slice slice when request.hasConstantParameters() -> slice(request, slice);
      case Gather gather -> one(request, request.axis(gather.axis()));
      case Tile _ -> tile(request);
      case Concat concat -> concat(request, request.axis(concat.axis()));
      case Split split -> split(request, request.axis(split.axis()));
      default -> squares(request);
    };
  }

  /** Whether both sides are stretches of neighbouring elements in the same order. */
  public boolean isStretch() {
    int step = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      if (dims[d] != 1 && (fromStrides[d] != step || toStrides[d] != step)) {
        return false;
      }
      step *= dims[d];
    }
    return true;
  }

  /** Whether all are stretches. */
  public static boolean areStretches(List<Move> moves) {
    for (Move move : moves) {
      if (!move.isStretch()) {
        return false;
      }
    }
    return true;
  }

  /** The whole output from input 0 walked with these strides. */
  private static List<Move> whole(NodeRequest request, int at, int[] strides) {
    Shape y = request.out(0).shape();
    return List.of(new Move(0, at, strides, 0, 0, y.strides(), y.toArray()));
  }

  private static List<Move> slice(NodeRequest request, Slice slice) {
    Shape x = request.shape(0);
    int[] starts = slice.range(request.seen(), x, 1);
    int[] steps = slice.range(request.seen(), x, 2);
    int[] strides = x.strides();
    int at = 0;
    for (int d = 0; d < strides.length; d++) {
      at += starts[d] * strides[d];
      strides[d] *= request.out(0).shape().dim(d) > 1 ? steps[d] : 1;
    }
    return whole(request, at, strides);
  }

  /** A Gather of a single element of the axis, known beforehand. */
  private static List<Move> one(NodeRequest request, int axis) {
    Tensor index = request.constant(1);
    Shape x = request.shape(0);
    if (index == null
        || index.size() != 1
        || index.dtype() != DType.INT64 && index.dtype() != DType.INT32) {
      return null;
    }
    long i = index.getLong(0) < 0 ? index.getLong(0) + x.dim(axis) : index.getLong(0);
    if (i < 0 || i >= x.dim(axis)) {
      return null;
    }
    int outer = (int) x.product(0, axis);
    int inner = (int) x.product(axis + 1, x.rank());
    int[] from = {inner * x.dim(axis), 1};
    int[] to = {inner, 1};
    return List.of(new Move(0, (int) i * inner, from, 0, 0, to, new int[] {outer, inner}));
  }

  private static List<Move> tile(NodeRequest request) {
    Shape x = request.shape(0);
    Shape y = request.out(0).shape();
    int rank = x.rank();
    int[] from = new int[2 * rank];
    int[] to = new int[2 * rank];
    int[] dims = new int[2 * rank];
    for (int d = 0; d < rank; d++) {
      dims[2 * d] = y.dim(d) / x.dim(d);
      to[2 * d] = y.strides()[d] * x.dim(d);
      dims[2 * d + 1] = x.dim(d);
      from[2 * d + 1] = x.strides()[d];
      to[2 * d + 1] = y.strides()[d];
    }
    return List.of(new Move(0, 0, from, 0, 0, to, dims));
  }

  private static List<Move> concat(NodeRequest request, int axis) {
    int[] to = request.out(0).shape().strides();
    List<Move> moves = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < request.inputs(); i++) {
      Shape part = request.shape(i);
      if (part.elements() > 0) {
        moves.add(new Move(i, 0, part.strides(), 0, at * to[axis], to, part.toArray()));
      }
      at += part.dim(axis);
    }
    return moves;
  }

  private static List<Move> split(NodeRequest request, int axis) {
    int[] from = request.shape(0).strides();
    List<Move> moves = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < request.outputs(); i++) {
      if (!request.wants(i)) {
        return null;
      }
      Shape part = request.out(i).shape();
      moves.add(new Move(0, at * from[axis], from, i, 0, part.strides(), part.toArray()));
      at += part.dim(axis);
    }
    return moves;
  }

  private static List<Move> squares(NodeRequest request) {
    Shape x = request.shape(0);
    return switch (request.op()) {
      case DepthToSpace move -> {
        Shape y = request.out(0).shape();
        yield squares(request.channelsLast(), y, x, move.block(), move.crd(), true);
      }
      case SpaceToDepth move -> {
        Shape y = request.out(0).shape();
        yield squares(request.channelsLast(), x, y, move.block(), false, false);
      }
      default -> null;
    };
  }

  /** Between a wide image and a deep one of squares of pixels as channels. */
  private static List<Move> squares(
      boolean last,
      Shape wideShape,
      Shape deepShape,
      int block,
      boolean depthFirst,
      boolean fromDeep) {
    Shape wide = last ? ChannelsLast.toFirst(wideShape) : wideShape;
    Shape deep = last ? ChannelsLast.toFirst(deepShape) : deepShape;
    int[] w = last ? lastStrides(wide) : wide.strides();
    int[] d = last ? lastStrides(deep) : deep.strides();
    int depth = depthFirst ? block * block : 1;
    int position = depthFirst ? 1 : wide.dim(1);
    // Along (n, c, h, dy, w, dx) of the wide image.
    int[] dims = {wide.dim(0), wide.dim(1), deep.dim(2), block, deep.dim(3), block};
    int[] inWide = {w[0], w[1], w[2] * block, w[2], w[3] * block, w[3]};
    int[] inDeep = {d[0], depth * d[1], d[2], block * position * d[1], d[3], position * d[1]};
    int[] to = fromDeep ? inWide : inDeep;
    int[] order = falling(to);
    int[] from = picked(fromDeep ? inDeep : inWide, order);
    return List.of(new Move(0, 0, from, 0, 0, picked(to, order), picked(dims, order)));
  }

  /** Strides along (n, c, h, w) of an image of this shape that has channels last. */
  private static int[] lastStrides(Shape shape) {
    int c = shape.dim(1);
    int w = shape.dim(3);
    return new int[] {shape.dim(2) * w * c, 1, w * c, c};
  }

  /** Positions of the values, the largest value first. */
  private static int[] falling(int[] values) {
    int[] order = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      int at = i;
      for (; at > 0 && values[order[at - 1]] < values[i]; at--) {
        order[at] = order[at - 1];
      }
      order[at] = i;
    }
    return order;
  }

  private static int[] picked(int[] values, int[] order) {
    int[] result = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      result[i] = values[order[i]];
    }
    return result;
  }
}
