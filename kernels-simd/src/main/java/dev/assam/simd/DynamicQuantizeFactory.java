package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.op.quantize.DynamicQuantizeLinear;
import dev.assam.tensor.DType;
import java.util.List;

/** DynamicQuantizeLinear of float32. */
final class DynamicQuantizeFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "dynamicQuantize";
  }

  @Override
  public Kernel create(KernelRequest request) {
    boolean fits =
        request.op() instanceof DynamicQuantizeLinear
            && request.epilogue() == null
            && request.in(0).dtype() == DType.FLOAT32
            && request.outputs() == 3;
    for (int i = 0; fits && i < 3; i++) {
      fits = request.out(i) != null;
    }
    return fits ? new QuantizeKernel(request.shape(0).size()) : null;
  }

  private record QuantizeKernel(int count) implements Kernel {
    @Override
    public int scratchFloats(int threads) {
      return DynamicRangeTask.rangeFloats(count);
    }

    @Override
    public int scratchInts(int threads) {
      return threads * DynamicBytesTask.BLOCK;
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Floats x = places.in(0).floats();
      tasks.add(new DynamicRangeTask(x, count, places.scratch(), 0, 0, false));
      DynamicBytesTask task = new DynamicBytesTask();
      task.x = x;
      task.count = count;
      task.ranges = places.scratch();
      task.scratch = places.scratchInts();
      task.y = places.out(0).bytes();
      task.scale = places.out(1).floats();
      task.zero = places.out(2).bytes();
      tasks.add(task);
    }
  }
}
