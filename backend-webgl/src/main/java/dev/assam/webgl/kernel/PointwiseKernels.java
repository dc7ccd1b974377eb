package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Places;
import java.util.ArrayList;
import java.util.List;

/** Elementwise operators, and chains of them. */
final class PointwiseKernels implements KernelFactory<NodeRequest, Kernel> {
  /** Textures that the smallest device reads at once. */
  private static final int MOST_INPUTS = 16;

  private record PointwiseKernel(NodeRequest request, Expr expr) implements Kernel {
    @Override
    public void draw(Places places) {
      Shape y = request.out(0).shape();
      List<Pointwise.Operand> operands = new ArrayList<>();
      for (int i = 0; i < request.inputs(); i++) {
        operands.add(
            Pointwise.Operand.broadcast(places.in(i), request.shape(i), y, request.in(i).dtype()));
      }
      DType type = request.out(0).dtype();
      Pointwise.draw(
          places, expr, operands, places.out(0, Pointwise.layout(places, operands, y)), type);
    }
  }

  @Override
  public String name() {
    return "pointwise";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (request.epilogue() != null
        || request.channelsLast()
        || !(request.op() instanceof dev.assam.op.Pointwise op)
        || !request.hasOneOutput()
        || request.inputs() > MOST_INPUTS) {
      return null;
    }
    DType[] types = new DType[request.inputs()];
    for (int i = 0; i < types.length; i++) {
      if (!request.has(i) || !GlslExpr.holds(request.in(i).dtype())) {
        return null;
      }
      types[i] = request.in(i).dtype();
    }
    Expr expr = op.expr(request.seen());
    return GlslExpr.canCompute(expr, types, request.out(0).dtype()) && isExact(request)
        ? new PointwiseKernel(request, expr)
        : null;
  }

  /** Whether the integers among the constants are exact as floats. */
  static boolean isExact(NodeRequest request) {
    for (int i = 0; i < request.inputs(); i++) {
      if (request.isConstant(i) && request.in(i).dtype().isInteger()) {
        for (int e = 0; e < request.constant(i).size(); e++) {
          if (Math.abs(request.constant(i).getLong(e)) > GlslExpr.EXACT) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
