package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
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
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** Operators that only move elements, of any type. */
final class MoveKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  /** A box of elements from an input to an output. */
  private record Move(
      int input,
      int fromAt,
      int[] fromStrides,
      int output,
      int toAt,
      int[] toStrides,
      int[] dims) {}

  private record Moves(List<Move> moves) implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      for (Move move : moves) {
        launches.add(
            MoveShader.launch(
                places.in(move.input()),
                move.fromAt(),
                move.fromStrides(),
                places.out(move.output()),
                move.toAt(),
                move.toStrides(),
                move.dims()));
      }
    }
  }

  @Override
  public String name() {
    return "move";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || !request.has(0)) {
      return null;
    }
    Shape x = request.shape(0);
    boolean squares = request.op() instanceof DepthToSpace || request.op() instanceof SpaceToDepth;
    if (request.channelsLast() && !squares) {
      return null;
    }
    return switch (request.op()) {
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
  private static WebGpuKernel fill(NodeRequest request, int at, int[] strides) {
    Shape y = request.out(0).shape();
    return new Moves(List.of(new Move(0, at, strides, 0, 0, y.strides(), y.toArray())));
  }

  private static WebGpuKernel slice(NodeRequest request, Slice slice) {
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

  private static WebGpuKernel tile(NodeRequest request) {
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
    return new Moves(List.of(new Move(0, 0, from, 0, 0, to, dims)));
  }

  private static WebGpuKernel concat(NodeRequest request, int axis) {
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
    return new Moves(moves);
  }

  private static WebGpuKernel split(NodeRequest request, int axis) {
    int[] from = request.shape(0).strides();
    List<Move> moves = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < request.outputs(); i++) {
      if (request.out(i) == null) {
        return null;
      }
      Shape part = request.out(i).shape();
      moves.add(new Move(0, at * from[axis], from, i, 0, part.strides(), part.toArray()));
      at += part.dim(axis);
    }
    return new Moves(moves);
  }

  /** Between a wide image and a deep one of squares of pixels as channels. */
  private static WebGpuKernel squares(
      NodeRequest request,
      Shape wideShape,
      Shape deepShape,
      int block,
      boolean depthFirst,
      boolean fromDeep) {
    boolean last = request.channelsLast();
    Shape wide = last ? ChannelsLast.toFirst(wideShape) : wideShape;
    Shape deep = last ? ChannelsLast.toFirst(deepShape) : deepShape;
    int[] dims = {wide.dim(0), wide.dim(1), deep.dim(2), block, deep.dim(3), block};
    int[] w = last ? channelsLast(wide) : wide.strides();
    int[] d = last ? channelsLast(deep) : deep.strides();
    int depth = depthFirst ? block * block : 1;
    int position = depthFirst ? 1 : wide.dim(1);
    int[] inWide = {w[0], w[1], w[2] * block, w[2], w[3] * block, w[3]};
    int[] inDeep = {d[0], depth * d[1], d[2], block * position * d[1], d[3], position * d[1]};
    return new Moves(
        List.of(
            new Move(0, 0, fromDeep ? inDeep : inWide, 0, 0, fromDeep ? inWide : inDeep, dims)));
  }

  /** Strides along (n, c, h, w) of an image of this shape that has channels last. */
  private static int[] channelsLast(Shape shape) {
    int c = shape.dim(1);
    int w = shape.dim(3);
    return new int[] {shape.dim(2) * w * c, 1, w * c, c};
  }
}
