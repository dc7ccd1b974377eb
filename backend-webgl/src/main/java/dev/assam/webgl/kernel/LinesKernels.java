package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Lines;
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
  private record FoldKernel(Folds folds, Reduce.Fold fold) implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> y = places.out(0, Rows.flat(folds.lines().count()));
      switch (fold) {
        case L1 -> folds.fold(places, x, null, Of.ABSOLUTE, How.SUM, y);
        case L2 -> folds.fold(places, x, null, Of.SQUARE, How.SUM, After.ROOT, y);
        case LOG_SUM -> folds.fold(places, x, null, Of.ITSELF, How.SUM, After.LOG, y);
        case LOG_SUM_EXP -> {
          Place<Rows> most = folds.scratch(places);
          folds.fold(places, x, null, Of.ITSELF, How.MAX, most);
          Place<Rows> sum = folds.scratch(places);
          folds.fold(places, x, most, Of.EXP, How.SUM, sum);
          Expr log = Expr.add(Expr.log(Expr.in(0)), Expr.in(1));
          Pointwise.draw(
              places,
              log,
              List.of(Pointwise.Operand.same(sum), Pointwise.Operand.same(most)),
              y,
              DType.FLOAT32);
        }
        case MAX -> folds.fold(places, x, null, Of.ITSELF, How.MAX, y);
        case MEAN -> folds.fold(places, x, null, Of.ITSELF, How.SUM, After.SCALE, y);
        case MIN -> folds.fold(places, x, null, Of.ITSELF, How.MIN, y);
        case PROD -> folds.fold(places, x, null, Of.ITSELF, How.PRODUCT, y);
        case SUM -> folds.fold(places, x, null, Of.ITSELF, How.SUM, y);
        case SUM_SQUARE -> folds.fold(places, x, null, Of.SQUARE, How.SUM, y);
      }
    }
  }

  private record SoftmaxKernel(Folds folds, Shape shape, boolean log) implements Kernel {
    @Override
    public void draw(Places places) {
      Place<Rows> x = places.in(0);
      Place<Rows> most = folds.scratch(places);
      folds.fold(places, x, null, Of.ITSELF, How.MAX, most);
      Place<Rows> sum = folds.scratch(places);
      folds.fold(places, x, most, Of.EXP, How.SUM, sum);
      Expr difference = Expr.sub(Expr.in(0), Expr.in(1));
      Expr expr =
          log
              ? Expr.sub(difference, Expr.log(Expr.in(2)))
              : Expr.div(Expr.exp(difference), Expr.in(2));
      List<Pointwise.Operand> operands =
          List.of(
              Pointwise.Operand.same(x),
              new Pointwise.Operand(most, folds.spread(), DType.FLOAT32),
              new Pointwise.Operand(sum, folds.spread(), DType.FLOAT32));
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
    Lines lines = Lines.of(request);
    if (lines == null) {
      return null;
    }
    Folds folds = new Folds(lines);
    return switch (request.op()) {
      case Softmax _ -> new SoftmaxKernel(folds, request.out(0).shape(), false);
      case LogSoftmax _ -> new SoftmaxKernel(folds, request.out(0).shape(), true);
      case GlobalPool pool ->
          switch (pool.kind()) {
            case MAX -> new FoldKernel(folds, Reduce.Fold.MAX);
            case AVERAGE -> new FoldKernel(folds, Reduce.Fold.MEAN);
            case LP -> null;
          };
      case Reduce reduce -> new FoldKernel(folds, reduce.fold());
      default -> null;
    };
  }
}
