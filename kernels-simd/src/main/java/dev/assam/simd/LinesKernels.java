package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Lines;
import dev.assam.op.Op;
import dev.assam.op.nn.GlobalPool;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.op.nn.Softmax;
import dev.assam.op.reduce.Reduce;
import java.util.List;

/** Softmaxes, global pools, and folds over neighbouring axes of float32. */
final class LinesKernels implements KernelFactory<KernelRequest, Kernel> {
  private record LinesKernel(Lines lines, int function) implements Kernel {
    @Override
    public boolean canOverwrite(int i) {
      return i == 0 && function >= LinesTask.SOFTMAX;
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(
          new LinesTask(
              places.in(0).floats(),
              places.out(0).floats(),
              lines.outer(),
              lines.length(),
              lines.inner(),
              function));
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
    Lines lines = Lines.of(request);
    int function = lines == null ? -1 : function(request.op(), lines);
    return function < 0 ? null : new LinesKernel(lines, function);
  }

  /** What {@link LinesTask} calls the operator, or -1. */
  private static int function(Op op, Lines lines) {
    return switch (op) {
      case Softmax _ -> LinesTask.SOFTMAX;
      case LogSoftmax _ -> LinesTask.LOG_SOFTMAX;
      case GlobalPool pool ->
          switch (pool.kind()) {
            case MAX -> Reduce.Fold.MAX.ordinal();
            case AVERAGE -> Reduce.Fold.MEAN.ordinal();
            case LP -> -1;
          };
      case Reduce reduce ->
          switch (reduce.fold()) {
            case LOG_SUM, LOG_SUM_EXP -> lines.inner() == 1 ? reduce.fold().ordinal() : -1;
            default -> reduce.fold().ordinal();
          };
      default -> -1;
    };
  }
}
