package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.op.nn.GlobalPool;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.op.nn.Softmax;
import dev.assam.op.reduce.Reduce;
import dev.assam.tensor.Shape;
import java.util.List;

/** Softmaxes, global pools, and folds over neighbouring axes of float32. */
final class LinesKernels implements KernelFactory<KernelRequest, Kernel> {
  private record LinesKernel(int outer, int length, int inner, int function) implements Kernel {
    @Override
    public boolean canOverwrite(int i) {
      return i == 0 && function >= LinesTask.SOFTMAX;
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(
          new LinesTask(
              places.in(0).floats(), places.out(0).floats(), outer, length, inner, function));
    }
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!request.isPlainFloat()) {
      return null;
    }
    Shape x = request.shape(0);
    return switch (request.op()) {
      case Softmax softmax when !request.channelsLast() ->
          softmax(x, request.axis(softmax.axis()), softmax.flattened(), LinesTask.SOFTMAX);
      case LogSoftmax softmax when !request.channelsLast() ->
          softmax(x, request.axis(softmax.axis()), softmax.flattened(), LinesTask.LOG_SOFTMAX);
      case GlobalPool pool when pool.kind() != GlobalPool.Kind.LP ->
          pool(x, request.channelsLast(), pool.kind() == GlobalPool.Kind.MAX);
      case Reduce reduce when !request.channelsLast() -> reduce(request, reduce);
      default -> null;
    };
  }

  private static Kernel softmax(Shape x, int from, boolean flattened, int function) {
    return lines(x, from, flattened ? x.rank() : from + 1, function);
  }

  private static Kernel pool(Shape x, boolean channelsLast, boolean max) {
    int function = (max ? Reduce.Fold.MAX : Reduce.Fold.MEAN).ordinal();
    return channelsLast ? lines(x, 1, x.rank() - 1, function) : lines(x, 2, x.rank(), function);
  }

  private static Kernel reduce(KernelRequest request, Reduce reduce) {
    if (!request.hasConstantParameters()) {
      return null;
    }
    boolean[] folded = reduce.folded(request.seen());
    Shape x = request.shape(0);
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
    // Of lines of one element, too, rows are what every fold has.
    int rank = x.rank();
    Kernel kernel = lines(x, from < 0 ? rank : from, from < 0 ? rank : to, reduce.fold().ordinal());
    boolean byRows = ((LinesKernel) kernel).inner() == 1;
    return switch (reduce.fold()) {
      case LOG_SUM, LOG_SUM_EXP -> byRows ? kernel : null;
      default -> kernel;
    };
  }

  private static Kernel lines(Shape x, int from, int to, int function) {
    return new LinesKernel(
        (int) x.product(0, from),
        (int) x.product(from, to),
        (int) x.product(to, x.rank()),
        function);
  }
}
