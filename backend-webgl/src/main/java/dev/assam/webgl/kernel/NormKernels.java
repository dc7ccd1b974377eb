package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
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
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.kernel.FoldShader.After;
import dev.assam.webgl.kernel.FoldShader.How;
import dev.assam.webgl.kernel.FoldShader.Of;
import java.util.ArrayList;
import java.util.List;

/** Normalisations. */
final class NormKernels implements KernelFactory<NodeRequest, Kernel> {
  /**
   * By lines.
   *
   * @param each elements that share a scale one after the other
   * @param scales how many there are
   */
  private record NormKernel(
      NodeRequest request,
      Lines lines,
      int each,
      int scales,
      float epsilon,
      boolean centered,
      boolean shifted)
      implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> mean = null;
      Place<Rows> variance = lines.scratch(places);
      if (centered) {
        mean = lines.scratch(places);
        lines.fold(places, x, null, Of.ITSELF, How.SUM, After.SCALE, mean);
        lines.fold(places, x, mean, Of.DEVIATION, How.SUM, After.SCALE, variance);
      } else {
        lines.fold(places, x, null, Of.SQUARE, How.SUM, After.SCALE, variance);
      }
      List<Place<?>> sources = new ArrayList<>();
      sources.add(x);
      sources.add(variance);
      sources.add(flat(places, 1));
      if (centered) {
        sources.add(mean);
      }
      if (shifted) {
        sources.add(flat(places, 2));
      }
      NormShader.Way way = NormShader.Way.ELEMENTS;
      if (each == 1 && scales % 4 == 0) {
        way =
            lines.isWholeAlong()
                ? NormShader.Way.ALONG
                : lines.isWhole() ? NormShader.Way.ACROSS : way;
      }
      Place<Rows> y =
          places.out(
              0,
              Pointwise.layout(places, List.of(Pointwise.Operand.same(x)), request.out(0).shape()));
      places.draw(
          Pass.of(
              new NormShader(y.layout().layers(), way, RowPlaces.isFlat(x), centered, shifted),
              sources,
              y,
              lines.length(),
              lines.inner(),
              each,
              scales,
              Float.floatToIntBits(epsilon)));
    }

    /** A parameter in one layer. */
    private Place<Rows> flat(Places places, int i) {
      Place<Rows> place = places.in(i);
      if (RowPlaces.isFlat(place)) {
        return place;
      }
      Place<Rows> copy = places.scratch(Rows.flat(request.shape(i).elements()));
      places.draw(Pass.of(new CopyShader(1, false), List.of(place), copy));
      return copy;
    }
  }

  /** As a scale and a shift by channel, known beforehand. */
  private record Affine(NodeRequest request, float epsilon) implements Kernel {
    @Override
    public void draw(Places places) {
      Shape y = request.out(0).shape();
      int[] dims = new int[y.rank()];
      java.util.Arrays.fill(dims, 1);
      int axis = request.channelsLast() || y.rank() == 1 ? y.rank() - 1 : 1;
      dims[axis] = y.dim(axis);
      Rows layout = Rows.flat(y.dim(axis));
      Tensor scale = request.constant(1);
      Tensor mean = request.constant(3);
      Tensor variance = request.constant(4);
      Place<Rows> factors =
          places.packed(
              scale, "factors " + request.node().name(), layout, t -> factors(t, variance));
      Place<Rows> shifts =
          places.packed(
              request.constant(2),
              "shifts " + request.node().name(),
              layout,
              t -> shifts(t, scale, mean, variance));
      Shape channels = Shape.of(dims);
      List<Pointwise.Operand> operands =
          List.of(
              Pointwise.Operand.same(places.in(0)),
              Pointwise.Operand.broadcast(factors, channels, y, DType.FLOAT32),
              Pointwise.Operand.broadcast(shifts, channels, y, DType.FLOAT32));
      Pointwise.draw(
          places,
          Expr.add(Expr.mul(Expr.in(0), Expr.in(1)), Expr.in(2)),
          operands,
          places.out(0, Pointwise.layout(places, operands, y)),
          DType.FLOAT32);
    }

    private Storage factors(Tensor scale, Tensor variance) {
      Storage packed = Storage.allocate(Kind.FLOATS, scale.size());
      for (int c = 0; c < scale.size(); c++) {
        packed.floats().set(c, (float) factor(scale, variance, c));
      }
      return packed;
    }

    private Storage shifts(Tensor shift, Tensor scale, Tensor mean, Tensor variance) {
      Storage packed = Storage.allocate(Kind.FLOATS, shift.size());
      for (int c = 0; c < shift.size(); c++) {
        double value = shift.getDouble(c) - mean.getDouble(c) * factor(scale, variance, c);
        packed.floats().set(c, (float) value);
      }
      return packed;
    }

    private double factor(Tensor scale, Tensor variance, int c) {
      return scale.getDouble(c) / Math.sqrt(variance.getDouble(c) + epsilon);
    }
  }

  @Override
  public String name() {
    return "norm";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (request.epilogue() != null || !request.hasOneOutput() || !request.allOf(DType.FLOAT32)) {
      return null;
    }
    return switch (request.op()) {
      case LayerNormalization norm when !request.channelsLast() ->
          byElement(request, norm.axis(), norm.epsilon(), true);
      case RMSNormalization norm when !request.channelsLast() ->
          byElement(request, norm.axis(), norm.epsilon(), false);
      case InstanceNormalization norm -> instance(request, norm.epsilon());
      case GroupNormalization norm when !request.channelsLast() -> group(request, norm);
      case BatchNormalization norm
          when norm.spatial() && !norm.training() && request.hasConstantParameters() ->
          new Affine(request, norm.epsilon());
      default -> null;
    };
  }

  private static Kernel byElement(NodeRequest request, int axis, float epsilon, boolean centered) {
    Shape x = request.shape(0);
    int from = request.axis(axis);
    int length = (int) x.product(from, x.rank());
    boolean shifted = centered && request.has(2);
    if (!isSuffix(request.shape(1), x, from) || shifted && !isSuffix(request.shape(2), x, from)) {
      return null;
    }
    Lines lines = Lines.of(x, from, x.rank());
    return new NormKernel(request, lines, 1, length, epsilon, centered, shifted);
  }

  /** Whether a shape is that of the dimensions from {@code from} on. */
  private static boolean isSuffix(Shape shape, Shape x, int from) {
    Shape suffix = x.slice(from, x.rank());
    return shape.rank() >= suffix.rank()
        && shape.elements() == suffix.elements()
        && shape.slice(shape.rank() - suffix.rank(), shape.rank()).equals(suffix);
  }

  private static Kernel instance(NodeRequest request, float epsilon) {
    Shape x = request.shape(0);
    if (request.channelsLast()) {
      int channels = x.dim(x.rank() - 1);
      return new NormKernel(
          request, Lines.of(x, 1, x.rank() - 1), 1, channels, epsilon, true, true);
    }
    int plane = (int) x.product(2, x.rank());
    return new NormKernel(request, Lines.of(x, 2, x.rank()), plane, x.dim(1), epsilon, true, true);
  }

  private static Kernel group(NodeRequest request, GroupNormalization norm) {
    Shape x = request.shape(0);
    int plane = (int) x.product(2, x.rank());
    int channels = x.dim(1) / norm.groups();
    int shared = norm.perGroup() ? channels : 1;
    return new NormKernel(
        request,
        new Lines(x.dim(0) * norm.groups(), channels * plane, 1),
        plane * shared,
        x.dim(1) / shared,
        norm.epsilon(),
        true,
        true);
  }
}
