package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Concat;
import dev.assam.op.move.DepthToSpace;
import dev.assam.op.move.Expand;
import dev.assam.op.move.Gather;
import dev.assam.op.move.Pad;
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

/** Operators that only move elements, of any type but strings and doubles. */
final class MoveKernels implements KernelFactory<KernelRequest, Kernel> {
  /** A box of elements from an input to an output. */
  private record Move(
      int input,
      int fromAt,
      int[] fromStrides,
      int output,
      int toAt,
      int[] toStrides,
      int[] dims) {}

  private record Moves(List<Move> moves) implements Kernel {
    @Override
    public void addTasks(Places places, List<Task> tasks) {
      for (Move move : moves) {
        tasks.add(
            MoveTask.of(
                new MovePlace(places.in(move.input())),
                move.fromAt(),
                move.fromStrides(),
                new MovePlace(places.out(move.output())),
                move.toAt(),
                move.toStrides(),
                move.dims()));
      }
    }
  }

  private record Padding(int[][] tables, float value) implements Kernel {
    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(new GridTask(places.in(0).floats(), places.out(0).floats(), tables, value));
    }
  }

  private record Gathering(String axis, int outer, int dim, int inner) implements Kernel {
    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(new GatherTask(places.in(0), places.in(1), places.out(0), axis, outer, dim, inner));
    }
  }

  @Override
  public String name() {
    return "move";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (request.epilogue() != null
        || !request.has(0)
        || !MovePlace.holds(request.in(0).dtype().kind())) {
      return null;
    }
    Op op = request.op();
    Shape x = request.shape(0);
    if (op instanceof Pad pad) {
      return pad(request, pad);
    }
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
      case DepthToSpace move -> {
        Shape y = request.out(0).shape();
        yield squares(request, y, x, move.block(), move.crd(), true);
      }
      case SpaceToDepth move ->
          squares(request, x, request.out(0).shape(), move.block(), false, false);
      case Gather gather -> gather(request, request.axis(gather.axis()));
      default -> null;
    };
  }

  /** The whole output from the input walked with these strides. */
  private static Kernel fill(KernelRequest request, int at, int[] strides) {
    Shape y = request.out(0).shape();
    return new Moves(List.of(new Move(0, at, strides, 0, 0, y.strides(), y.toArray())));
  }

  private static Kernel slice(KernelRequest request, Slice slice) {
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

  private static Kernel tile(KernelRequest request) {
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

  private static Kernel concat(KernelRequest request, int axis) {
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

  private static Kernel split(KernelRequest request, int axis) {
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
  private static Kernel squares(
      KernelRequest request,
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
    if (last) {
      int[] order = {0, 2, 3, 4, 5, 1};
      dims = ordered(dims, order);
      inWide = ordered(inWide, order);
      inDeep = ordered(inDeep, order);
    }
    int[] from = fromDeep ? inDeep : inWide;
    int[] to = fromDeep ? inWide : inDeep;
    return new Moves(List.of(new Move(0, 0, from, 0, 0, to, dims)));
  }

  /** Strides along (n, c, h, w) of an image of this shape that has channels last. */
  private static int[] channelsLast(Shape shape) {
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

  private static Kernel gather(KernelRequest request, int axis) {
    Shape x = request.shape(0);
    DType indices = request.in(1).dtype();
    if (indices != DType.INT64 && indices != DType.INT32) {
      return null;
    }
    int inner = (int) x.product(axis + 1, x.rank());
    String name = "axis " + axis + " of " + x;
    return new Gathering(name, (int) x.product(0, axis), x.dim(axis), inner);
  }

  private static Kernel pad(KernelRequest request, Pad pad) {
    if (!request.isPlainFloat() || !request.hasConstantParameters()) {
      return null;
    }
    Shape x = request.shape(0);
    Shape y = request.out(0).shape();
    boolean last = request.channelsLast();
    int[][] sources = pad.sources(request.seen(), last ? ChannelsLast.toFirst(y) : y);
    if (sources.length == 0) {
      return null;
    }
    int[] order = ChannelsLast.order(x.rank(), true);
    int[][] tables = new int[sources.length][];
    for (int d = 0; d < tables.length; d++) {
      tables[d] = sources[last ? order[d] : d].clone();
      for (int i = 0; i < tables[d].length; i++) {
        tables[d][i] = tables[d][i] < 0 ? -1 : tables[d][i] * x.strides()[d];
      }
    }
    Tensor constant = pad.pads() == null && request.has(2) ? request.constant(2) : null;
    float value = constant == null ? pad.value() : constant.floats().get(0);
    return new Padding(tables, value);
  }
}
