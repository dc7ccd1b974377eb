package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Lines;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.nn.LRN;
import dev.assam.op.nn.LpNormalization;
import dev.assam.op.reduce.ArgExtreme;
import dev.assam.op.reduce.Cumulative;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.Shader;
import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.kernel.FoldShader.After;
import dev.assam.webgl.kernel.FoldShader.How;
import dev.assam.webgl.kernel.FoldShader.Of;
import java.util.List;

/** Operators that look along a line for each element or line. */
final class ScanKernels implements KernelFactory<NodeRequest, Kernel> {
  /** Elements along which sums are taken anew for each element. */
  private static final int LONGEST = 4096;

  /** Makes a shader for where X lies. */
  private interface Writer {
    Shader shader(boolean flat);
  }

  /** One pass over all elements of output 0, in one layer. */
  private record ScanKernel(NodeRequest request, Writer writer, List<Integer> params)
      implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> y = places.out(0, Rows.flat(request.out(0).shape().elements()));
      places.draw(new Pass(writer.shader(RowPlaces.isFlat(x)), List.of(x), y, params));
    }
  }

  /** X / |X| of lines, 0 where that is 0. */
  private record Normalize(NodeRequest request, Folds folds, int p) implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> norm = folds.scratch(places);
      folds.fold(
          places,
          x,
          null,
          p == 1 ? Of.ABSOLUTE : Of.SQUARE,
          How.SUM,
          p == 1 ? After.NOTHING : After.ROOT,
          norm);
      Expr isZero = Expr.call(Expr.Fn.EQUAL, Expr.in(1), Expr.c(0));
      List<Pointwise.Operand> operands =
          List.of(
              Pointwise.Operand.same(x),
              new Pointwise.Operand(norm, folds.spread(), DType.FLOAT32));
      Pointwise.draw(
          places,
          Expr.select(isZero, Expr.c(0), Expr.div(Expr.in(0), Expr.in(1))),
          operands,
          places.out(0, Pointwise.layout(places, operands, request.out(0).shape())),
          DType.FLOAT32);
    }
  }

  @Override
  public String name() {
    return "scan";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.hasOneOutput()
        || !request.has(0)
        || request.in(0).dtype() != DType.FLOAT32
        || request.shape(0).rank() == 0) {
      return null;
    }
    Shape x = request.shape(0);
    return switch (request.op()) {
      case ArgExtreme arg when !request.channelsLast() -> {
        Lines lines = lines(x, request.axis(arg.axis()));
        yield new ScanKernel(
            request,
            flat -> new ArgShader(1, flat, arg.max(), arg.selectLast()),
            List.of(lines.length(), lines.inner()));
      }
      case Cumulative sum when !request.channelsLast() && request.isConstant(1) -> {
        Lines lines = lines(x, request.axis((int) request.constant(1).getLong(0)));
        yield lines.length() > LONGEST
            ? null
            : new ScanKernel(
                request,
                flat ->
                    new CumulativeShader(1, flat, sum.product(), sum.exclusive(), sum.reverse()),
                List.of(lines.length(), lines.inner()));
      }
      case LpNormalization norm when !request.channelsLast() ->
          new Normalize(request, new Folds(lines(x, request.axis(norm.axis()))), norm.p());
      case LRN lrn when x.rank() > 1 -> {
        Lines lines = lines(x, request.channelsLast() ? x.rank() - 1 : 1);
        yield new ScanKernel(
            request,
            flat -> new LrnShader(1, flat),
            List.of(
                lines.length(),
                lines.inner(),
                lrn.size(),
                Float.floatToIntBits(lrn.alpha() / lrn.size()),
                Float.floatToIntBits(lrn.beta()),
                Float.floatToIntBits(lrn.bias())));
      }
      default -> null;
    };
  }

  private static Lines lines(Shape x, int axis) {
    return Lines.of(x, axis, axis + 1);
  }
}
