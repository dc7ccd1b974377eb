package dev.assam.simd;

import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** A kernel followed by an epilogue that it does not do itself, in place in its output. */
final class EpilogueKernel implements Kernel {
  private final Kernel kernel;
  private final PointwiseKernel epilogue;
  private final int opInputs;
  private final int extras;

  private EpilogueKernel(Kernel kernel, PointwiseKernel epilogue, int opInputs, int extras) {
    this.kernel = kernel;
    this.epilogue = epilogue;
    this.opInputs = opInputs;
    this.extras = extras;
  }

  /**
   * A kernel for a request with an epilogue from one that leaves it out; null if there is none,
   * which is so where the result is not float32.
   */
  static Kernel wrap(Kernel kernel, KernelRequest request) {
    if (request.out(0).dtype() != DType.FLOAT32) {
      return null;
    }
    int extras = request.inputs() - request.opInputs();
    TensorType[] types = new TensorType[1 + extras];
    Tensor[] constants = new Tensor[1 + extras];
    types[0] = request.out(0);
    for (int i = 0; i < extras; i++) {
      int input = request.opInputs() + i;
      types[1 + i] = request.has(input) ? request.in(input) : null;
      constants[1 + i] = request.constant(input);
    }
    PointwiseKernel epilogue =
        PointwiseKernel.of(request.epilogue(), types, constants, request.out(0));
    return epilogue == null
        ? null
        : new EpilogueKernel(kernel, epilogue, request.opInputs(), extras);
  }

  @Override
  public int scratchFloats(int threads) {
    return Math.max(kernel.scratchFloats(threads), epilogue.scratchFloats(threads));
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
  public boolean canOverwrite(int i) {
    return i < opInputs && kernel.canOverwrite(i);
  }

  @Override
  public void addTasks(Places places, List<Task> tasks) {
    kernel.addTasks(places, tasks);
    Tensor[] tensors = new Tensor[1 + extras];
    tensors[0] = places.out(0);
    for (int i = 0; i < extras; i++) {
      tensors[1 + i] = places.in(opInputs + i);
    }
    tasks.add(epilogue.task(tensors, places.out(0), places));
  }
}
