package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.cast.BitCast;
import dev.assam.op.cast.Cast;
import dev.assam.op.cast.CastLike;
import dev.assam.tensor.DType;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** Elements as those of another type: what is a formula, or the same bits. */
final class CastKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "cast";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || request.channelsLast() || !request.has(0)) {
      return null;
    }
    return switch (request.op()) {
      case Cast _, CastLike _ -> {
        Expr cast = new Expr.Cast(request.out(0).dtype(), Expr.in(0));
        yield PointwiseKernel.of(cast, request, 0, 1, false);
      }
      case BitCast _ when isWord(request.in(0).dtype()) && isWord(request.out(0).dtype()) ->
          new Steps()
              .add(new CopyShader(), request.shape(0).size(), List.of(Steps.in(0), Steps.out(0)));
      default -> null;
    };
  }

  private static boolean isWord(DType dtype) {
    return dtype == DType.FLOAT32 || dtype == DType.INT32 || dtype == DType.UINT32;
  }
}
