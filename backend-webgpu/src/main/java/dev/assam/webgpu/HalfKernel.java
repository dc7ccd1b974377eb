package dev.assam.webgpu;

import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.kernel.WebGpuKernels;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel of float32 for a node with float16, which lies in 16 bits, weights included; scratch
 * memory and sums are float32.
 */
record HalfKernel(NodeRequest request, WebGpuKernel kernel) implements WebGpuKernel {
  /** The kernel for a node of any types that the device holds, or null. */
  static KernelTable.Choice<WebGpuKernel> choose(NodeRequest request) {
    if (!HalfRequest.isHalf(request)) {
      return WebGpuKernels.choose(request);
    }
    KernelTable.Choice<WebGpuKernel> choice = WebGpuKernels.choose(HalfRequest.of(request));
    return choice == null || !choice.kernel().allowsHalves()
        ? null
        : new KernelTable.Choice<>(choice.name(), new HalfKernel(request, choice.kernel()));
  }

  /** A copy of a float16 tensor as float32; others as they are. */
  static Tensor widened(Tensor tensor) {
    if (tensor.dtype() != DType.FLOAT16) {
      return tensor;
    }
    Tensor floats = Tensor.allocate(DType.FLOAT32, tensor.shape());
    for (int i = 0; i < tensor.size(); i++) {
      floats.floats().set(i, (float) tensor.getDouble(i));
    }
    return floats;
  }

  /** Floats rounded to float16; other words as they are. */
  private static Storage rounded(Storage words) {
    if (words.kind() != Kind.FLOATS) {
      return words;
    }
    Storage storage = Storage.allocate(Kind.SHORTS, words.length());
    Tensor halves = Tensor.over(DType.FLOAT16, Shape.of(words.length()), storage);
    for (int i = 0; i < words.length(); i++) {
      halves.setDouble(i, words.floats().get(i));
    }
    return storage;
  }

  @Override
  public boolean canOverwrite(int i) {
    return kernel.canOverwrite(i)
        && HalfRequest.isHalf(request.in(i)) == HalfRequest.isHalf(request.out(0));
  }

  @Override
  public int scratch(GpuLimits limits) {
    return kernel.scratch(limits);
  }

  @Override
  public void addLaunches(Places places, List<Launch> launches) {
    HalfPlaces seen = new HalfPlaces(places);
    List<Launch> own = new ArrayList<>();
    kernel.addLaunches(seen, own);
    for (Launch launch : own) {
      int mask = 0;
      for (int i = 0; i < launch.buffers().size(); i++) {
        mask |= seen.isHalf(launch.buffers().get(i)) ? 1 << i : 0;
      }
      launches.add(
          mask == 0
              ? launch
              : new Launch(
                  new HalfShader(launch.shader(), mask),
                  launch.buffers(),
                  launch.params(),
                  launch.x(),
                  launch.y(),
                  launch.z()));
    }
  }

  /** Remembers which places hold float16. */
  private final class HalfPlaces implements Places {
    private final Places places;
    private final List<Gpu.Slice> halves = new ArrayList<>();

    HalfPlaces(Places places) {
      this.places = places;
    }

    boolean isHalf(Gpu.Slice slice) {
      for (Gpu.Slice half : halves) {
        if (half.buffer() == slice.buffer()
            && half.offset() <= slice.offset()
            && slice.offset() + slice.size() <= half.offset() + half.size()) {
          return true;
        }
      }
      return false;
    }

    private Gpu.Slice remember(Gpu.Slice slice, boolean half) {
      if (half) {
        halves.add(slice);
      }
      return slice;
    }

    @Override
    public Gpu.Slice in(int i) {
      return remember(places.in(i), HalfRequest.isHalf(request.in(i)));
    }

    @Override
    public boolean same(int i, int j) {
      return places.same(i, j);
    }

    @Override
    public Gpu.Slice out(int i) {
      return remember(places.out(i), HalfRequest.isHalf(request.out(i)));
    }

    @Override
    public Gpu.Slice packed(int i, String layout, Packer packer) {
      return HalfRequest.isHalf(request.in(i))
          ? remember(
              places.packed(
                  i, layout + ", float16", weight -> rounded(packer.pack(widened(weight)))),
              true)
          : places.packed(i, layout, packer);
    }

    @Override
    public Gpu.Slice table(int[] words) {
      return places.table(words);
    }

    @Override
    public Gpu.Slice scratch() {
      return places.scratch();
    }

    @Override
    public Gpu.Slice status() {
      return places.status();
    }

    @Override
    public int mark(String what) {
      return places.mark(what);
    }

    @Override
    public GpuLimits limits() {
      return places.limits();
    }
  }
}
