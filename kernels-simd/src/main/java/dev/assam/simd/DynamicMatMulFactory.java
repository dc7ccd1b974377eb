package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Storage;
import dev.assam.op.fused.DynamicQuantizedMatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * DynamicQuantizedMatMul with a constant matrix B: A is rounded as the quantisation does and
 * multiplied in float32 with B as the numbers it stands for, which differs from sums of integers by
 * float32's rounding only.
 */
final class DynamicMatMulFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "dynamicQuantizedF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof DynamicQuantizedMatMul)
        || !request.isConstant(1)
        || !request.isConstant(2)
        || request.shape(1).rank() != 2
        || request.opInputs() > 3 && request.has(3) && !request.isConstant(3)) {
      return null;
    }
    GemmEpilogue epilogue = GemmEpilogue.of(request, -1);
    if (epilogue == null) {
      return null;
    }
    Shape b = request.shape(1);
    int k = b.dim(0);
    int n = b.dim(1);
    int count = request.shape(0).size();
    Tensor scale = request.constant(2);
    Tensor zero = request.opInputs() > 3 ? request.constant(3) : null;
    Storage weights =
        request.packed(
            1,
            "dequantized by " + request.node().inputs().get(2).name(),
            tensor -> {
              Tensor real = dequantized(tensor, scale, zero);
              Storage pack = new Panels(n).pack(real, 1, k, 1, k, 0, 1, n, 0, 1);
              real.release();
              return pack;
            });
    GemmTask task = new GemmTask();
    task.rows = count / k;
    task.columns = n;
    task.width = task.rows;
    task.pixelStride = k;
    task.run = k;
    task.ldc = n;
    return new RoundingKernel(new GemmKernel(request, task, null, epilogue, weights, 1), count);
  }

  /** The numbers that B stands for; the caller releases them. */
  private static Tensor dequantized(Tensor b, Tensor scale, Tensor zero) {
    Tensor real = Tensor.allocate(DType.FLOAT32, b.shape());
    real.retain();
    Floats to = real.floats();
    int n = b.shape().dim(1);
    for (int i = 0; i < b.size(); i++) {
      int column = i % n;
      long origin = zero == null ? 0 : zero.getLong(zero.size() == 1 ? 0 : column);
      float factor = scale.floats().get(scale.size() == 1 ? 0 : column);
      to.set(i, (b.getLong(i) - origin) * factor);
    }
    return real;
  }

  /** Rounds input 0 in scratch memory for a kernel that reads it there. */
  private record RoundingKernel(GemmKernel kernel, int count) implements Kernel {
    @Override
    public int scratchFloats(int threads) {
      return count + DynamicRangeTask.rangeFloats(count) + kernel.scratchFloats(threads);
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Floats x = places.in(0).floats();
      Floats scratch = places.scratch();
      tasks.add(new DynamicRangeTask(x, count, scratch, count, 0, false));
      tasks.add(new DynamicRangeTask(x, count, scratch, count, 0, true));
      kernel.addTasks(places, tasks, scratch, count + DynamicRangeTask.rangeFloats(count));
    }
  }
}
