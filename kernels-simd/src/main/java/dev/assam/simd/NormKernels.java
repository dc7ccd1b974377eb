package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.nn.BatchNormalization;
import dev.assam.op.nn.GroupNormalization;
import dev.assam.op.nn.InstanceNormalization;
import dev.assam.op.nn.LayerNormalization;
import dev.assam.op.nn.RMSNormalization;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/** Normalisations of float32. */
final class NormKernels implements KernelFactory<KernelRequest, Kernel> {
  /** Of rows, as {@link MomentsTask} has it. */
  private record Rows(
      int rows,
      int length,
      int plane,
      int planesPerScale,
      int scales,
      float epsilon,
      boolean centered,
      boolean shifted)
      implements Kernel {
    @Override
    public int scratchFloats(int threads) {
      return centered && !shifted ? length : 0;
    }

    @Override
    public boolean canOverwrite(int i) {
      return i == 0;
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Floats x = places.in(0).floats();
      Floats scale = places.in(1).floats();
      Floats shift = shifted ? places.in(2).floats() : centered ? places.scratch() : scale;
      Floats y = places.out(0).floats();
      if (centered && !shifted) {
        tasks.add(new FillTask(shift, length, 0));
      }
      tasks.add(
          MomentsTask.byElement(x, scale, shift, y, rows, length, epsilon, centered)
              .byPlane(plane, planesPerScale, scales));
    }
  }

  /** Of columns, as {@link ColumnMomentsTask} has it. */
  private record Columns(int outer, int rows, int columns, float epsilon) implements Kernel {
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
              outer,
              rows,
              columns,
              epsilon));
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
    return switch (request.op()) {
      case LayerNormalization norm when !request.channelsLast() ->
          byElement(request, norm.axis(), norm.epsilon(), true);
      case RMSNormalization norm when !request.channelsLast() ->
          byElement(request, norm.axis(), norm.epsilon(), false);
      case InstanceNormalization norm -> instance(request, norm.epsilon());
      case GroupNormalization norm when !request.channelsLast() -> group(request, norm);
      case BatchNormalization norm when norm.spatial() && !norm.training() ->
          batch(request, norm.epsilon());
      default -> null;
    };
  }

  private static Kernel byElement(
      KernelRequest request, int axis, float epsilon, boolean centered) {
    Shape x = request.shape(0);
    int from = request.axis(axis);
    int length = (int) x.product(from, x.rank());
    boolean shifted = centered && request.has(2);
    if (!isSuffix(request.shape(1), x, from) || shifted && !isSuffix(request.shape(2), x, from)) {
      return null;
    }
    return new Rows((int) x.product(0, from), length, 0, 1, 1, epsilon, centered, shifted);
  }

  /** Whether a shape is that of the dimensions from {@code from} on. */
  private static boolean isSuffix(Shape shape, Shape x, int from) {
    Shape suffix = x.slice(from, x.rank());
    return shape.rank() >= suffix.rank()
        && shape.elements() == suffix.elements()
        && shape.slice(shape.rank() - suffix.rank(), shape.rank()).equals(suffix);
  }

  private static Kernel instance(KernelRequest request, float epsilon) {
    Shape x = request.shape(0);
    if (request.channelsLast()) {
      int channels = x.dim(x.rank() - 1);
      return new Columns(x.dim(0), (int) x.product(1, x.rank() - 1), channels, epsilon);
    }
    int plane = (int) x.product(2, x.rank());
    return new Rows(x.dim(0) * x.dim(1), plane, plane, 1, x.dim(1), epsilon, true, true);
  }

  private static Kernel group(KernelRequest request, GroupNormalization norm) {
    Shape x = request.shape(0);
    int plane = (int) x.product(2, x.rank());
    int channels = x.dim(1) / norm.groups();
    int shared = norm.perGroup() ? channels : 1;
    return new Rows(
        x.dim(0) * norm.groups(),
        channels * plane,
        plane,
        shared,
        x.dim(1) / shared,
        norm.epsilon(),
        true,
        true);
  }

  /** As a scale and a shift by channel, known beforehand. */
  private static Kernel batch(KernelRequest request, float epsilon) {
    if (!request.hasConstantParameters()) {
      return null;
    }
    String of = " of " + request.node().name();
    Tensor scale = request.constant(1);
    Tensor mean = request.constant(3);
    Tensor variance = request.constant(4);
    // The scale may be given back once it is packed; so it comes last.
    Storage shifts =
        request.packed(2, "shifts" + of, shift -> shifts(shift, scale, mean, variance, epsilon));
    Storage factors = request.packed(1, "factors" + of, s -> factors(s, variance, epsilon));
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

  private static Storage factors(Tensor scale, Tensor variance, float epsilon) {
    Storage packed = Storage.allocate(Kind.FLOATS, scale.size());
    for (int c = 0; c < scale.size(); c++) {
      double root = Math.sqrt(variance.getDouble(c) + epsilon);
      packed.floats().set(c, (float) (scale.getDouble(c) / root));
    }
    return packed;
  }

  private static Storage shifts(
      Tensor shift, Tensor scale, Tensor mean, Tensor variance, float epsilon) {
    Storage packed = Storage.allocate(Kind.FLOATS, shift.size());
    for (int c = 0; c < shift.size(); c++) {
      double factor = scale.getDouble(c) / Math.sqrt(variance.getDouble(c) + epsilon);
      packed.floats().set(c, (float) (shift.getDouble(c) - mean.getDouble(c) * factor));
    }
    return packed;
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
