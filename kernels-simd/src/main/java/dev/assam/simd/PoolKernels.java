package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.op.nn.AveragePool;
import dev.assam.op.nn.MaxPool;
import dev.assam.op.nn.Window;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import java.util.List;

/** Maximum and average pools over one or two dimensions of float32; of bytes, maxima alone. */
final class PoolKernels implements KernelFactory<KernelRequest, Kernel> {
  private record PoolKernel(
      int images, int channels, Window window, boolean max, boolean countPadding)
      implements Kernel {
    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(
          new PoolTask(
              places.in(0).floats(),
              places.out(0).floats(),
              images,
              channels,
              window,
              max,
              countPadding));
    }
  }

  private record BytePool(boolean signed, int images, int channels, Window window)
      implements Kernel {
    @Override
    public void addTasks(Places places, List<Task> tasks) {
      tasks.add(
          new PoolTask(
              places.in(0).bytes(), places.out(0).bytes(), signed, images, channels, window));
    }
  }

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!request.isPlain() || request.shape(0).rank() > 4) {
      return null;
    }
    DType dtype = request.in(0).dtype();
    boolean floats = request.isPlainFloat();
    return switch (request.op()) {
      case MaxPool pool when floats || dtype == DType.INT8 || dtype == DType.UINT8 ->
          pool(request, pool.window(), true, false);
      case AveragePool pool when floats ->
          pool(request, pool.window(), false, pool.countIncludePad());
      default -> null;
    };
  }

  private static Kernel pool(
      KernelRequest request, WindowAttributes attributes, boolean max, boolean countPadding) {
    Shape x = request.shape(0);
    boolean last = request.channelsLast();
    int channels = x.dim(last ? x.rank() - 1 : 1);
    Window window = Window.pool(request.seen(), attributes, request.seen().shape(0));
    int images = last ? x.dim(0) : x.dim(0) * channels;
    int pixel = last ? channels : 1;
    return request.isPlainFloat()
        ? new PoolKernel(images, pixel, window, max, countPadding)
        : new BytePool(request.in(0).dtype() == DType.INT8, images, pixel, window);
  }
}
