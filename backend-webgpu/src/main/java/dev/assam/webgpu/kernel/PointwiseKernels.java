package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.Pointwise;
import dev.assam.webgpu.WebGpuKernel;

/** Everything that is a formula of elements. */
final class PointwiseKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "pointwise";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!(request.op() instanceof Pointwise op)
        || request.channelsLast()
        || request.epilogue() != null
        || !request.hasOneOutput()) {
      return null;
    }
    Expr expr = op.expr(request.seen());
    return PointwiseKernel.of(expr, request, 0, request.inputs(), false);
  }
}
