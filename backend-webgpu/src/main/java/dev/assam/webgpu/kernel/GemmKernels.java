package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** MatMul and Gemm of float32. */
final class GemmKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "gemm";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!request.allOf(DType.FLOAT32) || !request.hasOneOutput() || request.channelsLast()) {
      return null;
    }
    return switch (request.op()) {
      case MatMul _ -> matMul(request);
      case Gemm gemm -> gemm(request, gemm);
      default -> null;
    };
  }

  private static WebGpuKernel matMul(NodeRequest request) {
    Shape a = request.shape(0).rank() == 1 ? request.shape(0).insert(0, 1) : request.shape(0);
    Shape b = request.shape(1).rank() == 1 ? request.shape(1).insert(1, 1) : request.shape(1);
    Shape batchA = a.slice(0, a.rank() - 2);
    Shape batchB = b.slice(0, b.rank() - 2);
    int batch = Shape.broadcast(batchA, batchB).size();
    int ofA = batchA.size();
    int ofB = batchB.size();
    int m = a.dim(a.rank() - 2);
    int k = a.dim(a.rank() - 1);
    int n = b.dim(b.rank() - 1);
    Finish.Bound finish = Finish.of(request, Expr.in(0), n);
    if (finish == null || ofA != batch && ofA != 1 || ofB != batch && ofB != 1 || batch > 65535) {
      return null;
    }
    boolean joined = ofB == 1 && ofA == batch;
    return new GemmKernel(
        joined ? m * batch : m,
        n,
        k,
        joined ? 1 : batch,
        ofA > 1,
        ofB > 1,
        ofB,
        false,
        false,
        request.isConstant(1),
        finish);
  }

  private static WebGpuKernel gemm(NodeRequest request, Gemm gemm) {
    boolean hasC = request.opInputs() > 2 && request.has(2) && gemm.beta() != 0;
    Shape y = request.out(0).shape();
    Expr product = gemm.alpha() == 1 ? Expr.in(0) : Expr.mul(Expr.in(0), Expr.c(gemm.alpha()));
    Expr added = gemm.beta() == 1 ? Expr.in(1) : Expr.mul(Expr.in(1), Expr.c(gemm.beta()));
    Finish.Bound finish =
        hasC
            ? Finish.of(request, Expr.add(product, added), y.dim(1), 2)
            : Finish.of(request, product, y.dim(1));
    return finish == null
        ? null
        : new GemmKernel(
            y.dim(0),
            y.dim(1),
            request.shape(0).dim(gemm.transA() ? 0 : 1),
            1,
            false,
            false,
            1,
            gemm.transA(),
            gemm.transB(),
            request.isConstant(1),
            finish);
  }

  /** [k,n] or, transposed, [n,k] with rows padded to fours. */
  static Storage padded(Tensor b, int matrices, int k, int n, boolean transposed) {
    int row = (n + 3) / 4 * 4;
    Storage storage = Storage.allocate(Kind.FLOATS, matrices * k * row);
    Floats to = storage.floats();
    Floats from = b.floats();
    for (int i = 0; i < matrices * k; i++) {
      int matrix = i / k * k * n;
      for (int j = 0; j < n; j++) {
        int at = transposed ? matrix + j * k + i % k : i * n + j;
        to.set(i * row + j, from.get(at));
      }
    }
    return storage;
  }

  /**
   * A product.
   *
   * @param batchesA whether there is an A for each of the batch
   * @param matrices number of B's
   * @param constantB whether B is padded before the first run
   */
  private record GemmKernel(
      int m,
      int n,
      int k,
      int batch,
      boolean batchesA,
      boolean batchesB,
      int matrices,
      boolean transA,
      boolean transB,
      boolean constantB,
      Finish.Bound finish)
      implements WebGpuKernel {
    private int row() {
      return (n + 3) / 4 * 4;
    }

    /** Whether B is brought into order at each run. */
    private boolean rearrangesB() {
      return !constantB && (transB || n % 4 != 0);
    }

    @Override
    public int scratch() {
      return (transA ? (m * k + 63) / 64 * 64 : 0) + (rearrangesB() ? matrices * k * row() : 0);
    }

    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      Gpu.Slice a = places.in(0);
      Gpu.Slice free = places.scratch();
      if (transA) {
        Gpu.Slice transposed =
            new Gpu.Slice(free.buffer(), free.offset(), ((long) m * k + 3) / 4 * 16);
        launches.add(
            MoveShader.launch(
                a, 0, new int[] {1, m}, transposed, 0, new int[] {k, 1}, new int[] {m, k}));
        long used = ((long) m * k + 63) / 64 * 256;
        free = new Gpu.Slice(free.buffer(), free.offset() + used, free.size() - used);
        a = transposed;
      }
      Gpu.Slice b;
      if (constantB) {
        String layout = "rows of fours" + (transB ? " transposed" : "");
        b = places.packed(1, layout, t -> padded(t, matrices, k, n, transB));
      } else if (rearrangesB()) {
        b = free;
        int[] from = transB ? new int[] {n * k, 1, k} : new int[] {k * n, n, 1};
        launches.add(
            MoveShader.launch(
                places.in(1),
                0,
                from,
                b,
                0,
                new int[] {k * row(), row(), 1},
                new int[] {matrices, k, n}));
      } else {
        b = places.in(1);
      }
      List<Gpu.Slice> buffers = new ArrayList<>(List.of(a, b, places.out(0)));
      finish.addTo(buffers, places);
      launches.add(
          Products.launch(
              places.limits(),
              buffers,
              finish.finish(),
              batch,
              m,
              n,
              k,
              batchesA ? m * k : 0,
              batchesB ? k * row() : 0));
    }
  }
}
