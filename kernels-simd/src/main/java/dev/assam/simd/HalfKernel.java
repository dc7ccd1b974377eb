package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import dev.assam.simd.kernel.HalfF16;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel of float32 for a node with float16: inputs are widened in scratch memory, outputs
 * rounded when the kernel has done them; constants are packed from, or kept as, float32.
 */
final class HalfKernel implements Kernel {
  private static final int ALIGNMENT = 16;

  private final KernelRequest request;
  private final Kernel kernel;

  private HalfKernel(KernelRequest request, Kernel kernel) {
    this.request = request;
    this.kernel = kernel;
  }

  /**
   * The kernel around one that was chosen for {@link KernelRequest#widened}.
   *
   * @param request the node's as it is
   */
  static Kernel around(Kernel kernel, KernelRequest request) {
    return new HalfKernel(request, kernel);
  }

  /** A copy of a float16 tensor as float32. */
  static Tensor widened(Tensor halves) {
    Tensor floats = Tensor.allocate(DType.FLOAT32, halves.shape());
    HalfF16.widen(halves.shorts(), 0, floats.floats(), 0, halves.size());
    return floats;
  }

  private static boolean isHalf(TensorType type) {
    return type != null && type.dtype() == DType.FLOAT16;
  }

  private boolean isWidenedInput(int i) {
    return request.has(i) && isHalf(request.in(i)) && !request.isConstant(i);
  }

  private static int room(TensorType type) {
    return (type.shape().size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private int rooms() {
    int floats = 0;
    for (int i = 0; i < request.inputs(); i++) {
      floats += isWidenedInput(i) ? room(request.in(i)) : 0;
    }
    for (int i = 0; i < request.outputs(); i++) {
      floats += isHalf(request.out(i)) ? room(request.out(i)) : 0;
    }
    return floats;
  }

  @Override
  public int scratchFloats(int threads) {
    return rooms() + kernel.scratchFloats(threads);
  }

  @Override
  public int scratchShorts(int threads) {
    return kernel.scratchShorts(threads);
  }

  @Override
  public int scratchInts(int threads) {
    return kernel.scratchInts(threads);
  }

  @Override
  public void addTasks(Places places, List<Task> tasks) {
    Tensor[] inputs = new Tensor[request.inputs()];
    Tensor[] outputs = new Tensor[request.outputs()];
    List<Task> rounding = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < inputs.length; i++) {
      if (isWidenedInput(i)) {
        inputs[i] = places.room(request.shape(i), at);
        at += room(request.in(i));
        Tensor from = places.in(i);
        tasks.add(new HalfTask(from.shorts(), inputs[i].floats(), from.size(), false));
      }
    }
    for (int i = 0; i < outputs.length; i++) {
      if (isHalf(request.out(i))) {
        outputs[i] = places.room(request.out(i).shape(), at);
        at += room(request.out(i));
        Tensor to = places.out(i);
        rounding.add(new HalfTask(to.shorts(), outputs[i].floats(), to.size(), true));
      }
    }
    kernel.addTasks(new WidePlaces(places, inputs, outputs, at), tasks);
    tasks.addAll(rounding);
  }

  private final class WidePlaces implements Places {
    private final Places places;
    private final Tensor[] inputs;
    private final Tensor[] outputs;
    private final int scratchAt;

    WidePlaces(Places places, Tensor[] inputs, Tensor[] outputs, int scratchAt) {
      this.places = places;
      this.inputs = inputs;
      this.outputs = outputs;
      this.scratchAt = scratchAt;
    }

    @Override
    public Tensor in(int i) {
      if (inputs[i] != null) {
        return inputs[i];
      }
      if (isHalf(request.in(i))) {
        Storage wide =
            request.packed(
                i,
                "float32",
                halves -> {
                  Tensor floats = widened(halves);
                  return floats.storage();
                });
        return Tensor.over(DType.FLOAT32, request.shape(i), wide);
      }
      return places.in(i);
    }

    @Override
    public Tensor out(int i) {
      return outputs[i] != null ? outputs[i] : places.out(i);
    }

    @Override
    public Tensor room(Shape shape, int at) {
      return places.room(shape, scratchAt + at);
    }

    @Override
    public Floats scratch() {
      int floats = kernel.scratchFloats(threads());
      return places.room(Shape.of(floats), scratchAt).floats();
    }

    @Override
    public Shorts scratchShorts() {
      return places.scratchShorts();
    }

    @Override
    public Ints scratchInts() {
      return places.scratchInts();
    }

    @Override
    public int threads() {
      return places.threads();
    }
  }
}
