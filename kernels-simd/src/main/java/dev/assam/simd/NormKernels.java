package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Normalization;
import dev.assam.memory.Floats;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.nn.BatchNormalization;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** Normalisations of float32. */
final class NormKernels implements KernelFactory<KernelRequest, Kernel> {
  /** Of rows, as {@link MomentsTask} has it. */
  private record Rows(Normalization norm) implements Kernel {
    @Override
    public int scratchFloats(int threads) {
      return norm.centered() && !norm.shifted() ? norm.lines().length() : 0;
    }

    @Override
    public boolean canOverwrite(int i) {
      return i == 0;
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      boolean centered = norm.centered();
      int length = norm.lines().length();
      Floats x = places.in(0).floats();
      Floats scale = places.in(1).floats();
      Floats shift = norm.shifted() ? places.in(2).floats() : centered ? places.scratch() : scale;
      Floats y = places.out(0).floats();
      if (centered && !norm.shifted()) {
        tasks.add(new FillTask(shift, length, 0));
      }
      MomentsTask task =
          MomentsTask.byElement(
              x, scale, shift, y, norm.lines().outer(), length, norm.epsilon(), centered);
      boolean byElement = norm.each() == 1 && norm.scales() == length;
      tasks.add(byElement ? task : task.byStretch(norm.each(), norm.scales()));
    }
  }

  /** Of columns, as {@link ColumnMomentsTask} has it. */
  private record Columns(Normalization norm) implements Kernel {
    @Override
    public int scratchFloats(int threads) {
      return threads * ColumnMomentsTask.SCRATCH;
    }

    @Override
    public boolean canOverwrite(int i) {
      return i == 0;
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(
          new ColumnMomentsTask(
              places.in(0).floats(),
              places.in(1).floats(),
              places.in(2).floats(),
              places.out(0).floats(),
              places.scratch(),
              norm.lines().outer(),
              norm.lines().length(),
              norm.lines().inner(),
              norm.epsilon()));
    }
  }

  @Override
  public String name() {
    return "norm";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!request.isPlainFloat() || !request.allOf(DType.FLOAT32)) {
      return null;
    }
    if (Normalization.isAffine(request)) {
      return batch(request, ((BatchNormalization) request.op()).epsilon());
    }
    Normalization norm = Normalization.of(request);
    if (norm == null) {
      return null;
    }
    return norm.lines().inner() == 1 ? new Rows(norm) : new Columns(norm);
  }

  /** As a scale and a shift by channel, known beforehand. */
  private static Kernel batch(KernelRequest request, float epsilon) {
    String of = " of " + request.node().name();
    Tensor scale = request.constant(1);
    Tensor mean = request.constant(3);
    Tensor variance = request.constant(4);
    // The scale may be given back once it is packed; so it comes last.
    Storage shifts =
        request.packed(
            2, "shifts" + of, shift -> Normalization.shifts(shift, scale, mean, variance, epsilon));
    Storage factors =
        request.packed(1, "factors" + of, s -> Normalization.factors(s, variance, epsilon));
    Shape x = request.shape(0);
    int[] dims = new int[x.rank()];
    Arrays.fill(dims, 1);
    dims[request.channelsLast() || x.rank() == 1 ? x.rank() - 1 : 1] = factors.length();
    Shape shape = Shape.of(dims);
    TensorType type = new TensorType(DType.FLOAT32, shape);
    PointwiseKernel kernel =
        PointwiseKernel.of(
            Expr.add(Expr.mul(Expr.in(0), Expr.in(1)), Expr.in(2)),
            new TensorType[] {request.in(0), type, type},
            new Tensor[3],
            request.out(0));
    return new Affine(
        kernel,
        Tensor.over(DType.FLOAT32, shape, factors),
        Tensor.over(DType.FLOAT32, shape, shifts));
  }

  /** A formula of the input and two packs. */
  private record Affine(PointwiseKernel kernel, Tensor factors, Tensor shifts) implements Kernel {
    @Override
    public int scratchFloats(int threads) {
      return kernel.scratchFloats(threads);
    }

    @Override
    public boolean canOverwrite(int i) {
      return i == 0;
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Tensor[] tensors = {places.in(0), factors, shifts};
      tasks.add(kernel.task(tensors, places.out(0), places));
    }
  }
}
