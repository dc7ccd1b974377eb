package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.fused.DynamicQuantizedMatMul;
import dev.assam.op.quantize.MatMulInteger;
import dev.assam.op.quantize.QLinearMatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.kernel.IntGemmShader.End;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of bytes, MatMulInteger, QLinearMatMul and DynamicQuantizedMatMul, where all but the
 * left factor is constant: that is packed, four bytes to a word, at each run, the right one before.
 */
final class IntProductKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "gemmInt";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    return switch (request.op()) {
      case MatMulInteger _ -> of(request, End.SUMS, 1, new int[] {-1, 2, -1, 3, -1, -1});
      case QLinearMatMul _ -> of(request, End.BYTES, 3, new int[] {1, 2, 4, 5, 6, 7});
      case DynamicQuantizedMatMul _ -> of(request, End.REALS, 1, new int[] {-1, -1, 2, 3, -1, -1});
      default -> null;
    };
  }

  /**
   * @param b which input is the right factor
   * @param parts inputs that are A's scale and zero point, B's, and Y's; −1 where there is none
   */
  private static WebGpuKernel of(NodeRequest request, End end, int b, int[] parts) {
    boolean floats = end == End.REALS;
    if (!request.isConstant(b)
        || request.shape(b).rank() != 2
        || request.shape(0).rank() < 1
        || !request.hasOneOutput()
        || !floats && request.epilogue() != null) {
      return null;
    }
    int n = request.shape(b).dim(1);
    for (int i = 0; i < parts.length; i++) {
      int part = parts[i];
      if (part >= 0 && part < request.opInputs() && request.has(part)) {
        int size = request.shape(part).size();
        boolean ofB = i == 2 || i == 3;
        if (!request.isConstant(part) || size != 1 && !(ofB && size == n)) {
          return null;
        }
      }
    }
    Finish.Bound finish = floats ? Finish.of(request, Expr.in(0), n) : null;
    if (floats && (finish == null || request.in(0).dtype() != DType.FLOAT32)) {
      return null;
    }
    int k = request.shape(b).dim(0);
    return new IntProduct(request, end, b, parts, request.shape(0).size() / k, n, k, finish);
  }

  private record IntProduct(
      NodeRequest request, End end, int b, int[] parts, int m, int n, int k, Finish.Bound finish)
      implements WebGpuKernel {
    /** Parts of A whose ranges are found apart. */
    private static final int MOST_PARTS = 1024;

    private int steps() {
      return (k + 15) / 16;
    }

    private int fours() {
      return (n + 3) / 4;
    }

    private int ranges() {
      return Math.min(MOST_PARTS, (m * k + 63) / 64);
    }

    private boolean reals() {
      return end == End.REALS;
    }

    private Tensor part(int i) {
      int at = parts[i];
      return at >= 0 && at < request.opInputs() && request.has(at) ? request.constant(at) : null;
    }

    private static int shift(DType dtype) {
      return dtype == DType.UINT8 ? 128 : 0;
    }

    private int shiftOfA() {
      return reals() ? 128 : shift(request.in(0).dtype());
    }

    /** B's zero point of a column, for bytes that are signed. */
    private int zero(Tensor zeros, int column) {
      int value = zeros == null ? 0 : (int) zeros.getLong(zeros.size() == 1 ? 0 : column);
      return value - shift(request.in(b).dtype());
    }

    private boolean hasZeros() {
      Tensor zeros = part(3);
      for (int i = 0; i < n; i++) {
        if (zero(zeros, i) != 0) {
          return true;
        }
      }
      return false;
    }

    /** Words [k by fours, column], the inner dimension filled up to whole steps. */
    private Storage pack(Tensor weight) {
      int row = 4 * fours();
      int shift = shift(weight.dtype());
      Storage storage = Storage.allocate(Kind.INTS, 4 * steps() * row);
      Ints to = storage.ints();
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < n; j++) {
          int at = i / 4 * row + j;
          int value = (int) weight.getLong(i * n + j) - shift;
          to.set(at, to.get(at) | (value & 255) << 8 * (i % 4));
        }
      }
      return storage;
    }

    /** For each column Σ B − k · its zero point, then the zero points. */
    private Storage columns(Tensor weight) {
      int row = 4 * fours();
      int shift = shift(weight.dtype());
      Storage storage = Storage.allocate(Kind.INTS, 2 * row);
      Tensor zeros = part(3);
      for (int j = 0; j < n; j++) {
        int zero = zero(zeros, j);
        int sum = -k * zero;
        for (int i = 0; i < k; i++) {
          sum += (int) weight.getLong(i * n + j) - shift;
        }
        storage.ints().set(j, sum);
        storage.ints().set(row + j, zero);
      }
      return storage;
    }

    private Storage factors(Tensor scales) {
      Storage storage = Storage.allocate(Kind.FLOATS, 4 * fours());
      double factor = reals() ? 1 : part(0).getDouble(0) / part(4).getDouble(0);
      for (int j = 0; j < n; j++) {
        double scale = scales.getDouble(scales.size() == 1 ? 0 : j);
        storage.floats().set(j, (float) (scale * factor));
      }
      return storage;
    }

    private String beside(int... which) {
      StringBuilder name = new StringBuilder();
      for (int i : which) {
        Tensor tensor = part(i);
        name.append(' ').append(tensor == null ? "" : request.input(parts[i]).name());
      }
      return name.append(' ').append(n).toString();
    }

    @Override
    public int scratch() {
      return Scratch.room(4 * m * steps())
          + (reals() ? Scratch.room(2 * ranges()) + Scratch.room(2) : 0)
          + (hasZeros() ? Scratch.room(m) : 0);
    }

    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      boolean dots = places.limits().dots();
      Scratch scratch = new Scratch(places.scratch());
      Gpu.Slice a = places.in(0);
      Gpu.Slice words = scratch.take(4 * m * steps());
      int count = 4 * m * steps();
      Gpu.Slice range = null;
      if (reals()) {
        Gpu.Slice ranges = scratch.take(2 * ranges());
        range = scratch.take(2);
        launches.add(Launch.flat(new ByteRangeShader(false), List.of(a, ranges), ranges(), m * k));
        launches.add(Launch.flat(new ByteRangeShader(true), List.of(ranges, range), 1, ranges()));
      }
      List<Gpu.Slice> packed = reals() ? List.of(a, range, words) : List.of(a, words);
      launches.add(
          Launch.flat(new BytePackShader(reals()), packed, count, k, 4 * steps(), shiftOfA()));
      List<Gpu.Slice> buffers = new ArrayList<>(List.of(words));
      buffers.add(places.packed(b, "bytes of fours", this::pack));
      buffers.add(places.packed(b, "sums of columns" + beside(3), this::columns));
      if (end != End.SUMS) {
        buffers.add(places.packed(parts[2], "factors" + beside(0, 4), this::factors));
      }
      boolean zeros = hasZeros();
      if (zeros) {
        Gpu.Slice rows = scratch.take(m);
        launches.add(Launch.flat(new ByteSumsShader(dots), List.of(words, rows), m, 4 * steps()));
        buffers.add(rows);
      }
      buffers.add(places.out(0));
      if (reals()) {
        buffers.add(range);
        finish.addTo(buffers, places);
      }
      launches.add(launch(buffers, zeros, dots));
    }

    private Launch launch(List<Gpu.Slice> buffers, boolean zeros, boolean dots) {
      Tile tile = Tuning.gemm(m, n);
      Tensor zero = part(1);
      int a0 = reals() ? 128 : (zero == null ? 0 : (int) zero.getLong(0)) - shiftOfA();
      boolean signed = request.out(0).dtype() == DType.INT8;
      List<Integer> params =
          List.of(
              m,
              n,
              steps(),
              fours(),
              a0,
              part(5) == null ? 0 : (int) part(5).getLong(0),
              signed ? -128 : 0,
              signed ? 127 : 255);
      Finish last = reals() ? finish.finish() : new Finish(Expr.in(0), List.of());
      return new Launch(
          new IntGemmShader(tile, end, zeros, dots, last),
          buffers,
          params,
          Launch.groups(n, tile.columns() * IntGemmShader.GROUP),
          Launch.groups(m, tile.rows() * IntGemmShader.GROUP),
          1);
    }
  }
}
