package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.nn.GlobalPool;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.op.nn.Softmax;
import dev.assam.op.reduce.Reduce;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.kernel.FoldShader.After;
import dev.assam.webgl.kernel.FoldShader.How;
import dev.assam.webgl.kernel.FoldShader.Of;
import java.util.List;

/** Softmaxes, global pools, and folds over neighbouring axes. */
final class LinesKernels implements KernelFactory<NodeRequest, Kernel> {
  private record FoldKernel(Lines lines, Reduce.Fold fold) implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> y = places.out(0, Rows.flat(lines.count()));
      switch (fold) {
        case L1 -> lines.fold(places, x, null, Of.ABSOLUTE, How.SUM, y);
        case L2 -> lines.fold(places, x, null, Of.SQUARE, How.SUM, After.ROOT, y);
        case LOG_SUM -> lines.fold(places, x, null, Of.ITSELF, How.SUM, After.LOG, y);
        case LOG_SUM_EXP -> {
          Place<Rows> most = lines.scratch(places);
          lines.fold(places, x, null, Of.ITSELF, How.MAX, most);
          Place<Rows> sum = lines.scratch(places);
          lines.fold(places, x, most, Of.EXP, How.SUM, sum);
          Expr log = Expr.add(Expr.log(Expr.in(0)), Expr.in(1));
          Pointwise.draw(
              places,
              log,
              List.of(Pointwise.Operand.same(sum), Pointwise.Operand.same(most)),
              y,
              DType.FLOAT32);
        }
        case MAX -> lines.fold(places, x, null, Of.ITSELF, How.MAX, y);
        case MEAN -> lines.fold(places, x, null, Of.ITSELF, How.SUM, After.SCALE, y);
        case MIN -> lines.fold(places, x, null, Of.ITSELF, How.MIN, y);
        case PROD -> lines.fold(places, x, null, Of.ITSELF, How.PRODUCT, y);
        case SUM -> lines.fold(places, x, null, Of.ITSELF, How.SUM, y);
        case SUM_SQUARE -> lines.fold(places, x, null, Of.SQUARE, How.SUM, y);
      }
    }
  }

  private record SoftmaxKernel(Lines lines, Shape shape, boolean log) implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> most = lines.scratch(places);
      lines.fold(places, x, null, Of.ITSELF, How.MAX, most);
      Place<Rows> sum = lines.scratch(places);
      lines.fold(places, x, most, Of.EXP, How.SUM, sum);
      Expr difference = Expr.sub(Expr.in(0), Expr.in(1));
      Expr expr =
          log
              ? Expr.sub(difference, Expr.log(Expr.in(2)))
              : Expr.div(Expr.exp(difference), Expr.in(2));
      List<Pointwise.Operand> operands =
          List.of(
              Pointwise.Operand.same(x),
              new Pointwise.Operand(most, lines.spread(), DType.FLOAT32),
              new Pointwise.Operand(sum, lines.spread(), DType.FLOAT32));
      Place<Rows> y = places.out(0, Pointwise.layout(places, operands, shape));
      Pointwise.draw(places, expr, operands, y, DType.FLOAT32);
    }
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.hasOneOutput()
        || !request.has(0)
        || request.in(0).dtype() != DType.FLOAT32
        || request.out(0).dtype() != DType.FLOAT32) {
      return null;
    }
    Shape x = request.shape(0);
    return switch (request.op()) {
      case Softmax softmax when !request.channelsLast() ->
          softmax(request, softmax.axis(), softmax.flattened(), false);
      case LogSoftmax softmax when !request.channelsLast() ->
          softmax(request, softmax.axis(), softmax.flattened(), true);
      case GlobalPool pool when pool.kind() != GlobalPool.Kind.LP -> {
        Reduce.Fold fold = pool.kind() == GlobalPool.Kind.MAX ? Reduce.Fold.MAX : Reduce.Fold.MEAN;
        Lines lines =
            request.channelsLast() ? Lines.of(x, 1, x.rank() - 1) : Lines.of(x, 2, x.rank());
        yield new FoldKernel(lines, fold);
      }
      case Reduce reduce when !request.channelsLast() -> reduce(request, reduce);
      default -> null;
    };
  }

  private static Kernel softmax(NodeRequest request, int axis, boolean flattened, boolean log) {
    Shape x = request.shape(0);
    int from = request.axis(axis);
    if (x.rank() == 0) {
      return null;
    }
    return new SoftmaxKernel(
        Lines.of(x, from, flattened ? x.rank() : from + 1), request.out(0).shape(), log);
  }

  private static Kernel reduce(NodeRequest request, Reduce reduce) {
    if (!request.hasConstantParameters()) {
      return null;
    }
    Lines lines = lines(request.shape(0), reduce.folded(request.seen()));
    return lines == null ? null : new FoldKernel(lines, reduce.fold());
  }

  /** The folded axes as lines, if only dimensions of 1 lie between them; else null. */
  static Lines lines(Shape x, boolean[] folded) {
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
    int rank = x.rank();
    return Lines.of(x, from < 0 ? rank : from, from < 0 ? rank : to);
  }
}
