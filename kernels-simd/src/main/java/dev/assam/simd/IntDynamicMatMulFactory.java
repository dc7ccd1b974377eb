package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Storage;
import dev.assam.op.fused.DynamicQuantizedMatMul;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * DynamicQuantizedMatMul with a constant matrix B by sums of integers, which are exactly the
 * operator's: A and B without their zero points are numbers of 16 bits. Only where the machine
 * multiplies these faster than floats.
 */
final class IntDynamicMatMulFactory implements KernelFactory<KernelRequest, Kernel> {
  private final boolean wanted;

  IntDynamicMatMulFactory() {
    this(Lanes.DOTS_I16);
  }

  IntDynamicMatMulFactory(boolean wanted) {
    this.wanted = wanted;
  }

  @Override
  public String name() {
    return "dynamicQuantizedI16";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!wanted
        || !(request.op() instanceof DynamicQuantizedMatMul)
        || !request.isConstant(1)
        || !request.isConstant(2)
        || request.shape(1).rank() != 2
        || request.opInputs() > 3 && request.has(3) && !request.isConstant(3)) {
      return null;
    }
    GemmEpilogue epilogue = GemmEpilogue.of(request, -1);
    if (epilogue == null || epilogue.bias() >= 0 && !request.isConstant(epilogue.bias())) {
      return null;
    }
    Shape b = request.shape(1);
    int k = b.dim(0);
    PairPanels panels = new PairPanels(b.dim(1));
    IntGemmTask task = new IntGemmTask();
    task.rows = request.shape(0).size() / k;
    task.columns = b.dim(1);
    task.depth = QuantizeTask.depth(k);
    Tensor zero = request.opInputs() > 3 ? request.constant(3) : null;
    String origin = zero == null ? "0" : request.node().inputs().get(3).name();
    Storage weights =
        request.packed(
            1, "pairs without " + origin, tensor -> panels.pack(tensor, zero, task.depth));
    String row = "row of pairs for " + task.columns;
    Storage scales = request.packed(2, row, panels::packRow);
    Storage bias =
        epilogue.bias() < 0 ? scales : request.packed(epilogue.bias(), row, panels::packRow);
    return new IntGemmKernel(task, k, epilogue, request.opInputs(), weights, scales, bias);
  }

  private record IntGemmKernel(
      IntGemmTask task,
      int k,
      GemmEpilogue epilogue,
      int opInputs,
      Storage weights,
      Storage scales,
      Storage bias)
      implements Kernel {
    private int ranges() {
      return DynamicRangeTask.rangeFloats(task.rows * k);
    }

    @Override
    public int scratchFloats(int threads) {
      int own = ranges() + threads * task.cut(threads).scratchFloats();
      return own + (epilogue.general() == null ? 0 : epilogue.general().scratchFloats(threads));
    }

    @Override
    public int scratchShorts(int threads) {
      return QuantizeTask.length(task.rows, k);
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      int count = task.rows * k;
      Floats x = places.in(0).floats();
      Floats scratch = places.scratch();
      tasks.add(new DynamicRangeTask(x, count, scratch, 0, 0, false));
      tasks.add(new QuantizeTask(x, task.rows, k, scratch, places.scratchShorts()));
      task.cut(places.threads());
      task.a = places.scratchShorts();
      task.ranges = scratch;
      task.ranged = count;
      task.b = weights.shorts();
      task.scales = scales.floats();
      task.bias = bias.floats();
      boolean biased = epilogue.bias() >= 0;
      int panelFloats = 2 * Lanes.F32;
      task.biasAt = biased ? 0 : scales.length() - panelFloats;
      task.biasStep = biased ? panelFloats : 0;
      task.c = places.out(0).floats();
      task.rest = epilogue.rest() < 0 ? task.c : places.in(epilogue.rest()).floats();
      task.flags = epilogue.flags();
      task.lo = epilogue.lo();
      task.hi = epilogue.hi();
      task.scratch = scratch;
      task.scratchAt = ranges();
      if (epilogue.general() != null) {
        int free = ranges() + places.threads() * task.scratchFloats();
        task.epilogue = epilogue.general().bind(places, opInputs, free);
      }
      tasks.add(task);
    }
  }
}
