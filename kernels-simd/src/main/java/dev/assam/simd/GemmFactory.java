package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Storage;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;

/** MatMul and Gemm of float32 with a constant B, which is packed. */
final class GemmFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "gemmF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (request.opInputs() < 2 || !request.isConstant(1) || !request.allOf(DType.FLOAT32)) {
      return null;
    }
    return switch (request.op()) {
      case MatMul _ -> matMul(request);
      case Gemm gemm -> gemm(request, gemm);
      default -> null;
    };
  }

  private static Kernel matMul(KernelRequest request) {
    Shape a = request.shape(0);
    Shape b = request.shape(1);
    GemmEpilogue epilogue = GemmEpilogue.of(request, -1);
    if (epilogue == null || b.rank() != 2) {
      return null;
    }
    int k = b.dim(0);
    int n = b.dim(1);
    return kernel(request, epilogue, a.size() / k, n, k, n, 1, 1, 1);
  }

  private static Kernel gemm(KernelRequest request, Gemm gemm) {
    boolean hasC = request.opInputs() > 2 && request.has(2) && gemm.beta() != 0;
    Shape a = request.shape(0);
    int k = a.dim(1);
    int n = request.out(0).shape().dim(1);
    if (gemm.transA() || hasC && !isRow(request.shape(2), n)) {
      return null;
    }
    GemmEpilogue epilogue = GemmEpilogue.of(request, hasC ? 2 : -1);
    if (epilogue == null) {
      return null;
    }
    int row = gemm.transB() ? 1 : n;
    int column = gemm.transB() ? k : 1;
    return kernel(
        request, epilogue, a.dim(0), n, k, row, column, gemm.alpha(), hasC ? gemm.beta() : 1);
  }

  private static boolean isRow(Shape shape, int n) {
    int size = shape.size();
    return size == 1 || size == n && shape.dim(shape.rank() - 1) == n;
  }

  private static Kernel kernel(
      KernelRequest request,
      GemmEpilogue epilogue,
      int m,
      int n,
      int k,
      int rowStride,
      int columnStride,
      float alpha,
      float beta) {
    GemmTask task = new GemmTask();
    task.rows = m;
    task.columns = n;
    task.width = m;
    task.pixelStride = k;
    task.run = k;
    task.ldc = n;
    Storage weights =
        request.packed(
            1,
            "panels" + rowStride + "," + columnStride + "*" + alpha,
            b -> new Panels(n).pack(b, 1, k, 1, k, 0, columnStride, rowStride, 0, alpha));
    return new GemmKernel(request, task, null, epilogue, weights, beta);
  }
}
