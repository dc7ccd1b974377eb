package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Move;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Gather;
import dev.assam.op.move.Pad;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/** Operators that only move elements, of any type but strings and doubles. */
final class MoveKernels implements KernelFactory<KernelRequest, Kernel> {
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
    if (op instanceof Pad pad) {
      return pad(request, pad);
    }
    List<Move> moves = Move.of(request);
    if (moves != null) {
      return new Moves(moves);
    }
    return op instanceof Gather gather && !request.channelsLast()
        ? gather(request, request.axis(gather.axis()))
        : null;
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
