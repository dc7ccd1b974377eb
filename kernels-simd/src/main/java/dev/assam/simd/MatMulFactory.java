package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.op.linear.MatMul;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import java.util.List;

/**
 * MatMul of float32 whose B is packed at run time; batches of A and B are the same or one of them
 * has a single matrix.
 */
final class MatMulFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "matMulF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof MatMul) || !request.allOf(DType.FLOAT32)) {
      return null;
    }
    Shape a = request.shape(0).rank() == 1 ? request.shape(0).insert(0, 1) : request.shape(0);
    Shape b = request.shape(1).rank() == 1 ? request.shape(1).insert(1, 1) : request.shape(1);
    Shape batchA = a.slice(0, a.rank() - 2);
    Shape batchB = b.slice(0, b.rank() - 2);
    int batch = Shape.broadcast(batchA, batchB).size();
    int ofA = batchA.size();
    int ofB = batchB.size();
    if (ofA != batch && ofA != 1 || ofB != batch && ofB != 1) {
      return null;
    }
    GemmEpilogue epilogue = GemmEpilogue.of(request, -1);
    if (epilogue == null) {
      return null;
    }
    int m = a.dim(a.rank() - 2);
    int k = a.dim(a.rank() - 1);
    int n = b.dim(b.rank() - 1);
    GemmTask task = new GemmTask();
    task.groups = ofB;
    task.rows = ofB == 1 ? m * batch : m;
    task.columns = n;
    task.width = task.rows;
    task.pixelStride = k;
    task.run = k;
    task.ldc = n;
    task.groupStride = ofA == 1 ? 0 : m * k;
    task.groupStrideC = m * n;
    PackTask pack = new PackTask();
    pack.k = k;
    pack.columns = n;
    pack.rowStride = n;
    pack.columnStride = 1;
    pack.matrices = ofB;
    pack.matrixStride = k * n;
    return new MatMulKernel(request, task, pack, epilogue);
  }

  private static final class MatMulKernel implements Kernel {
    private final GemmTask task;
    private final PackTask pack;
    private final GemmEpilogue epilogue;
    private final int opInputs;

    MatMulKernel(KernelRequest request, GemmTask task, PackTask pack, GemmEpilogue epilogue) {
      this.task = task;
      this.pack = pack;
      this.epilogue = epilogue;
      this.opInputs = request.opInputs();
    }

    private int biasFloats() {
      return epilogue.bias() < 0 ? 0 : new Panels(task.columns).biasFloats(1);
    }

    @Override
    public int scratchFloats(int threads) {
      Epilogue general = epilogue.general();
      return pack.packedFloats()
          + biasFloats()
          + threads * task.cut(threads).scratchFloats()
          + (general == null ? 0 : general.scratchFloats(threads));
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      int threads = places.threads();
      Floats scratch = places.scratch();
      int free = pack.packedFloats();
      pack.from = places.in(1).floats();
      pack.to = scratch;
      tasks.add(pack);
      task.cut(threads);
      task.a = places.in(0).floats();
      task.b = scratch;
      task.c = places.out(0).floats();
      task.bias = scratch;
      task.biasAt = free - Panels.ZEROS;
      task.flags = epilogue.flags();
      task.lo = epilogue.lo();
      task.hi = epilogue.hi();
      task.rest = epilogue.rest() < 0 ? scratch : places.in(epilogue.rest()).floats();
      if (epilogue.bias() >= 0) {
        Floats bias = places.in(epilogue.bias()).floats();
        tasks.add(new BiasTask(1, task.columns, task.columns == 1, 1, bias, scratch, free));
        task.biasAt = free;
        task.biasStep = Lanes.F32;
        free += biasFloats();
      }
      task.scratch = scratch;
      task.scratchAt = free;
      free += threads * task.scratchFloats();
      if (epilogue.general() != null) {
        task.epilogue = epilogue.general().bind(places, opInputs, free);
      }
      tasks.add(task);
    }
  }
}
