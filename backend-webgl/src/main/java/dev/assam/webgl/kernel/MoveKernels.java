package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Concat;
import dev.assam.op.move.DepthToSpace;
import dev.assam.op.move.Expand;
import dev.assam.op.move.Slice;
import dev.assam.op.move.SpaceToDepth;
import dev.assam.op.move.Split;
import dev.assam.op.move.Tile;
import dev.assam.op.move.Transpose;
import dev.assam.tensor.Shape;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Operators that only move elements. */
final class MoveKernels implements KernelFactory<NodeRequest, Kernel> {
  /** Outputs from a walk through input 0 each. */
  private record Moves(NodeRequest request, List<Walk> walks) implements Kernel {
    @Override
    public void draw(Places places) {
      for (int i = 0; i < walks.size(); i++) {
        if (request.wants(i)) {
          Shape y = request.out(i).shape();
          Place<Rows> to = places.out(i, Rows.flat(y.elements()));
          Pointwise.draw(
              places,
              Expr.in(0),
              List.of(new Pointwise.Operand(places.in(0), walks.get(i), request.in(0).dtype())),
              to,
              request.out(i).dtype());
        }
      }
    }
  }

  @Override
  public String name() {
    return "move";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.has(0)
        || !GlslExpr.holds(request.in(0).dtype())
        || !PointwiseKernels.isExact(request)) {
      return null;
    }
    Op op = request.op();
    Shape x = request.shape(0);
    if (request.channelsLast() && !(op instanceof DepthToSpace) && !(op instanceof SpaceToDepth)) {
      return null;
    }
    return switch (op) {
      case Transpose transpose -> {
        int[] strides = x.strides();
        int[] order = transpose.order(strides.length);
        int[] from = new int[order.length];
        for (int i = 0; i < order.length; i++) {
          from[i] = strides[order[i]];
        }
        yield fill(request, 0, from);
      }
      case Expand _ -> fill(request, 0, x.broadcastStrides(request.out(0).shape()));
      case Slice slice when request.hasConstantParameters() -> slice(request, slice);
      case Tile _ -> tile(request);
      case Concat concat -> concat(request, request.axis(concat.axis()));
      case Split split -> split(request, request.axis(split.axis()));
      case DepthToSpace move ->
          squares(request, request.out(0).shape(), x, move.block(), move.crd(), true);
      case SpaceToDepth move ->
          squares(request, x, request.out(0).shape(), move.block(), false, false);
      default -> null;
    };
  }

  /** The whole output from the input walked with these strides. */
  private static Kernel fill(NodeRequest request, int at, int[] strides) {
    return new Moves(request, List.of(Walk.of(request.out(0).shape().toArray(), strides, at)));
  }

  private static Kernel slice(NodeRequest request, Slice slice) {
    Shape x = request.shape(0);
    int[] starts = slice.range(request.seen(), x, 1);
    int[] steps = slice.range(request.seen(), x, 2);
    int[] strides = x.strides();
    int at = 0;
    for (int d = 0; d < strides.length; d++) {
      at += starts[d] * strides[d];
      strides[d] *= request.out(0).shape().dim(d) > 1 ? steps[d] : 1;
    }
    return fill(request, at, strides);
  }

  private static Kernel tile(NodeRequest request) {
    Shape x = request.shape(0);
    Shape y = request.out(0).shape();
    int rank = x.rank();
    int[] from = new int[2 * rank];
    int[] dims = new int[2 * rank];
    for (int d = 0; d < rank; d++) {
      dims[2 * d] = y.dim(d) / x.dim(d);
      dims[2 * d + 1] = x.dim(d);
      from[2 * d + 1] = x.strides()[d];
    }
    return new Moves(request, List.of(Walk.of(dims, from, 0)));
  }

  private static Kernel concat(NodeRequest request, int axis) {
    List<Integer> lengths = new ArrayList<>();
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < request.inputs(); i++) {
      Shape part = request.shape(i);
      if (part.elements() > 0) {
        lengths.add((int) part.product(axis, part.rank()));
        inputs.add(i);
      }
    }
    int outer = (int) request.out(0).shape().product(0, axis);
    return new ConcatKernel(request, inputs, lengths, outer);
  }

  private static Kernel split(NodeRequest request, int axis) {
    int[] from = request.shape(0).strides();
    List<Walk> walks = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < request.outputs(); i++) {
      if (request.out(i) == null) {
        return null;
      }
      Shape part = request.out(i).shape();
      walks.add(Walk.of(part.toArray(), from, at * from[axis]));
      at += part.dim(axis);
    }
    return new Moves(request, walks);
  }

  /** Between a wide image and a deep one of squares of pixels as channels. */
  private static Kernel squares(
      NodeRequest request,
      Shape wideShape,
      Shape deepShape,
      int block,
      boolean depthFirst,
      boolean fromDeep) {
    boolean last = request.channelsLast();
    Shape wide = last ? ChannelsLast.toFirst(wideShape) : wideShape;
    Shape deep = last ? ChannelsLast.toFirst(deepShape) : deepShape;
    int[] d = last ? lastStrides(deep) : deep.strides();
    int[] w = last ? lastStrides(wide) : wide.strides();
    int depth = depthFirst ? block * block : 1;
    int position = depthFirst ? 1 : wide.dim(1);
    // (n, c, h, dy, w, dx) of the wide image, and (n, dy, dx, c, h, w) of the deep one.
    int[] dims = {wide.dim(0), wide.dim(1), deep.dim(2), block, deep.dim(3), block};
    int[] inWide = {w[0], w[1], w[2] * block, w[2], w[3] * block, w[3]};
    int[] inDeep = {d[0], depth * d[1], d[2], block * position * d[1], d[3], position * d[1]};
    int[] order;
    if (fromDeep) {
      order = last ? new int[] {0, 2, 3, 4, 5, 1} : new int[] {0, 1, 2, 3, 4, 5};
    } else {
      order = last ? new int[] {0, 2, 4, 3, 5, 1} : new int[] {0, 3, 5, 1, 2, 4};
    }
    return new Moves(
        request,
        List.of(Walk.of(ordered(dims, order), ordered(fromDeep ? inDeep : inWide, order), 0)));
  }

  /** Strides along (n, c, h, w) of an image of this shape that has channels last. */
  private static int[] lastStrides(Shape shape) {
    int c = shape.dim(1);
    int w = shape.dim(3);
    return new int[] {shape.dim(2) * w * c, 1, w * c, c};
  }

  private static int[] ordered(int[] values, int[] order) {
    int[] result = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      result[i] = values[order[i]];
    }
    return result;
  }
}
