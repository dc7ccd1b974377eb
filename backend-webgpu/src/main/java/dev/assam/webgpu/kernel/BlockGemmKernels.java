package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.quantize.MatMulNBits;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** MatMulNBits with constant weights that are whole blocks: they stay as small as they are. */
final class BlockGemmKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final int ZEROS = 3;
  private static final int BIAS = 5;

  @Override
  public String name() {
    return "gemmBlocks";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!(request.op() instanceof MatMulNBits op)
        || op.k() % op.blockSize() != 0
        || request.in(0).dtype() != DType.FLOAT32
        || !request.isConstant(1)
        || !request.isConstant(2)
        || request.has(ZEROS) && !request.isConstant(ZEROS)) {
      return null;
    }
    boolean bias = request.opInputs() > BIAS && request.has(BIAS);
    Finish.Bound finish =
        bias
            ? Finish.of(request, Expr.add(Expr.in(0), Expr.in(1)), op.n(), BIAS)
            : Finish.of(request, Expr.in(0), op.n());
    return finish == null
        ? null
        : new BlockGemm(request, op, request.shape(0).size() / op.k(), finish);
  }

  private record BlockGemm(NodeRequest request, MatMulNBits op, int m, Finish.Bound finish)
      implements WebGpuKernel {
    private int fours() {
      return (op.n() + 3) / 4;
    }

    /** Words [k by as many as a word holds, column]. */
    private Storage pack(Tensor b) {
      int row = 4 * fours();
      int each = 32 / op.bits();
      Storage storage = Storage.allocate(Kind.INTS, op.k() / each * row);
      for (int i = 0; i < op.k(); i++) {
        for (int j = 0; j < op.n(); j++) {
          int at = i / each * row + j;
          int value = op.element(b, j, i) << op.bits() * (i % each);
          storage.ints().set(at, storage.ints().get(at) | value);
        }
      }
      return storage;
    }

    private Storage scales(Tensor scales) {
      return blocks((column, block) -> scales.getDouble(column * op.blocks() + block));
    }

    private Storage zeros(Tensor zeros) {
      return blocks((column, block) -> op.zero(zeros, column, block));
    }

    private interface OfBlock {
      double get(int column, int block);
    }

    /** A real for each block, [block, column]. */
    private Storage blocks(OfBlock of) {
      int row = 4 * fours();
      Storage storage = Storage.allocate(Kind.FLOATS, op.blocks() * row);
      for (int block = 0; block < op.blocks(); block++) {
        for (int j = 0; j < op.n(); j++) {
          storage.floats().set(block * row + j, (float) of.get(j, block));
        }
      }
      return storage;
    }

    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      String layout = "blocks " + op;
      boolean own = request.has(ZEROS);
      // Without zero points all are the same, kept beside the scales.
      Gpu.Slice zeros =
          own
              ? places.packed(ZEROS, layout, this::zeros)
              : places.packed(2, "zeros of " + layout, scales -> zeros(null));
      List<Gpu.Slice> buffers =
          new ArrayList<>(
              List.of(
                  places.in(0),
                  places.packed(1, layout, this::pack),
                  places.packed(2, layout, this::scales),
                  zeros,
                  places.out(0)));
      finish.addTo(buffers, places);
      Tuning.Split split = Tuning.blocks(places.limits(), m);
      BlockGemmShader shader =
          new BlockGemmShader(
              split.rows(),
              split.fours(),
              split.slices(),
              op.bits(),
              op.n() % 4 == 0,
              finish.finish());
      List<Integer> params =
          List.of(m, op.n(), op.k(), fours(), op.blocks(), op.blockSize() * op.bits() / 32);
      int x = Launch.groups(fours(), split.fours());
      launches.add(new Launch(shader, buffers, params, x, Launch.groups(m, split.rows()), 1));
    }
  }
}
