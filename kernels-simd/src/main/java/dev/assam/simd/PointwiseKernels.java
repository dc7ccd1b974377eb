package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.Pointwise;
import dev.assam.op.cast.Cast;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;

/** Elementwise operators that compute with float32 and booleans. */
final class PointwiseKernels implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "pointwise";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (request.channelsLast() || request.epilogue() != null) {
      return null;
    }
    Expr expr = expr(request);
    if (expr == null) {
      return null;
    }
    TensorType[] types = new TensorType[request.inputs()];
    Tensor[] constants = new Tensor[types.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = request.has(i) ? request.in(i) : null;
      constants[i] = request.constant(i);
    }
    return PointwiseKernel.of(expr, types, constants, request.out(0));
  }

  /** The formula of an elementwise operator, or null if it is none. */
  static Expr expr(KernelRequest request) {
    if (request.op() instanceof Cast cast) {
      return new Expr.Cast(cast.to(), Expr.in(0));
    }
    if (!(request.op() instanceof Pointwise pointwise)) {
      return null;
    }
    int n = request.inputs();
    TensorType[] types = new TensorType[n];
    Tensor[] values = new Tensor[n];
    boolean[] present = new boolean[n];
    for (int i = 0; i < n; i++) {
      present[i] = request.has(i);
      types[i] = present[i] ? request.in(i) : null;
      values[i] = request.constant(i);
    }
    boolean[] wanted = {true};
    String name = request.node().name();
    return pointwise.expr(new Inputs(pointwise, name, types, values, present, wanted, null));
  }
}
