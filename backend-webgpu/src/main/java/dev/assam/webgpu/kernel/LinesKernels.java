package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Lines;
import dev.assam.backend.NodeRequest;
import dev.assam.op.nn.GlobalPool;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.op.nn.Softmax;
import dev.assam.op.reduce.Reduce;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.WgslExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Softmaxes, global pools and folds. */
final class LinesKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final int MOST_DIMS = 6;

  /** A shader of two buffers and one index. */
  private record LinesKernel(Shader shader, int count, int[] params) implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      launches.add(Launch.flat(shader, List.of(places.in(0), places.out(0)), count, params));
    }
  }

  @Override
  public String name() {
    return "lines";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || !request.hasOneOutput() || !request.has(0)) {
      return null;
    }
    boolean real = request.in(0).dtype() == DType.FLOAT32;
    Shape x = request.shape(0);
    return switch (request.op()) {
      case Softmax _ when real && !request.channelsLast() -> softmax(Lines.of(request), false);
      case LogSoftmax _ when real && !request.channelsLast() -> softmax(Lines.of(request), true);
      case GlobalPool pool when real && (pool.kind() != GlobalPool.Kind.LP || pool.p() <= 2) -> {
        boolean[] folded = new boolean[x.rank()];
        int from = request.channelsLast() ? 1 : 2;
        Arrays.fill(folded, from, from + x.rank() - 2, true);
        Reduce.Fold fold =
            switch (pool.kind()) {
              case AVERAGE -> Reduce.Fold.MEAN;
              case MAX -> Reduce.Fold.MAX;
              case LP -> pool.p() == 1 ? Reduce.Fold.L1 : Reduce.Fold.L2;
            };
        yield fold(x, folded, fold, DType.FLOAT32);
      }
      case Reduce reduce when !request.channelsLast() && request.hasConstantParameters() ->
          reduce(request, reduce);
      default -> null;
    };
  }

  private static WebGpuKernel softmax(Lines lines, boolean logarithm) {
    int[] params = {lines.length(), lines.inner()};
    return new LinesKernel(new SoftmaxShader(logarithm), lines.count(), params);
  }

  private static WebGpuKernel reduce(NodeRequest request, Reduce reduce) {
    DType dtype = request.in(0).dtype();
    boolean can =
        switch (reduce.fold()) {
          case MAX, MIN -> true;
          case L1, PROD, SUM, SUM_SQUARE -> dtype == DType.INT32 || dtype == DType.UINT32;
          default -> false;
        };
    boolean[] folded = reduce.folded(request.seen());
    return can || dtype == DType.FLOAT32
        ? fold(request.shape(0), folded, reduce.fold(), dtype)
        : null;
  }

  private static WebGpuKernel fold(Shape x, boolean[] folded, Reduce.Fold fold, DType dtype) {
    Broadcast kept = Broadcast.part(x, folded, false);
    Broadcast gone = Broadcast.part(x, folded, true);
    if (kept.dims().length > MOST_DIMS || gone.dims().length > MOST_DIMS) {
      return null;
    }
    String type = WgslExpr.stored(dtype);
    if (type.equals("u32") && fold == Reduce.Fold.L1) {
      return null;
    }
    List<Integer> params = new ArrayList<>();
    params.add(Shape.of(gone.dims()).size());
    for (Broadcast part : List.of(kept, gone)) {
      for (int d = 0; d < part.dims().length; d++) {
        params.add(part.dims()[d]);
        params.add(part.strides()[0][d]);
      }
    }
    int[] words = new int[params.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = params.get(i);
    }
    return new LinesKernel(
        new ReduceShader(fold, type, kept.dims().length, gone.dims().length),
        Shape.of(kept.dims()).size(),
        words);
  }
}
