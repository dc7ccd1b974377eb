package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.backend.Normalization;
import dev.assam.op.Expr;
import dev.assam.op.nn.BatchNormalization;
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
import java.util.Arrays;
import java.util.List;

/** Normalisations. */
final class NormKernels implements KernelFactory<NodeRequest, Kernel> {
  /** By lines. */
  private record NormKernel(NodeRequest request, Folds folds, Normalization norm)
      implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> mean = null;
      Place<Rows> variance = folds.scratch(places);
      if (norm.centered()) {
        mean = folds.scratch(places);
        folds.fold(places, x, null, Of.ITSELF, How.SUM, After.SCALE, mean);
        folds.fold(places, x, mean, Of.DEVIATION, How.SUM, After.SCALE, variance);
      } else {
        folds.fold(places, x, null, Of.SQUARE, How.SUM, After.SCALE, variance);
      }
      List<Place<?>> sources = new ArrayList<>();
      sources.add(x);
      sources.add(variance);
      sources.add(flat(places, 1));
      if (norm.centered()) {
        sources.add(mean);
      }
      if (norm.shifted()) {
        sources.add(flat(places, 2));
      }
      NormShader.Way way = NormShader.Way.ELEMENTS;
      if (norm.each() == 1 && norm.scales() % 4 == 0) {
        way =
            folds.isWholeAlong()
                ? NormShader.Way.ALONG
                : folds.isWhole() ? NormShader.Way.ACROSS : way;
      }
      Place<Rows> y =
          places.out(
              0,
              Pointwise.layout(places, List.of(Pointwise.Operand.same(x)), request.out(0).shape()));
      places.draw(
          Pass.of(
              new NormShader(
                  y.layout().layers(), way, RowPlaces.isFlat(x), norm.centered(), norm.shifted()),
              sources,
              y,
              norm.lines().length(),
              norm.lines().inner(),
              norm.each(),
              norm.scales(),
              Float.floatToIntBits(norm.epsilon())));
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
      Arrays.fill(dims, 1);
      int axis = request.channelsLast() || y.rank() == 1 ? y.rank() - 1 : 1;
      dims[axis] = y.dim(axis);
      Rows layout = Rows.flat(y.dim(axis));
      Tensor scale = request.constant(1);
      Tensor mean = request.constant(3);
      Tensor variance = request.constant(4);
      Place<Rows> factors =
          places.packed(
              scale,
              "factors " + request.node().name(),
              layout,
              t -> Normalization.factors(t, variance, epsilon));
      Place<Rows> shifts =
          places.packed(
              request.constant(2),
              "shifts " + request.node().name(),
              layout,
              t -> Normalization.shifts(t, scale, mean, variance, epsilon));
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
    if (Normalization.isAffine(request)) {
      return new Affine(request, ((BatchNormalization) request.op()).epsilon());
    }
    Normalization norm = Normalization.of(request);
    return norm == null ? null : new NormKernel(request, new Folds(norm.lines()), norm);
  }
}
