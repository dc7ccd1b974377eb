package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.op.attention.Attention;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import java.util.List;

/**
 * Attention of float32 without past, softcap or further outputs, its mask, if any, of summands;
 * keys and values are packed at run time.
 */
final class AttentionFactory implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "attentionF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof Attention attention)
        || !request.allOf(DType.FLOAT32)
        || attention.softcap() > 0
        || request.epilogue() != null
        || hasMore(request)) {
      return null;
    }
    return new AttentionKernel(request, attention);
  }

  private static boolean hasMore(KernelRequest request) {
    for (int i = 4; i < request.inputs(); i++) {
      if (request.has(i)) {
        return true;
      }
    }
    for (int i = 1; i < request.outputs(); i++) {
      if (request.out(i) != null) {
        return true;
      }
    }
    Shape keys = request.shape(1);
    Shape mask = request.has(3) ? request.shape(3) : null;
    int length = keys.dim(keys.rank() - 2);
    return mask != null && mask.dim(mask.rank() - 1) != length && mask.dim(mask.rank() - 1) != 1;
  }

  /** How heads lie in a tensor of rank 3 or 4; strides in elements. */
  private record Heads(int heads, int length, int size, int batchStride, int stride, int step) {
    static Heads of(Shape shape, int packedHeads) {
      int length = shape.dim(shape.rank() - 2);
      int last = shape.dim(shape.rank() - 1);
      if (shape.rank() == 3) {
        int size = last / packedHeads;
        return new Heads(packedHeads, length, size, length * last, size, last);
      }
      int heads = shape.dim(1);
      return new Heads(heads, length, last, heads * length * last, length * last, last);
    }
  }

  private static final class AttentionKernel implements Kernel {
    private final AttentionTask task = new AttentionTask();
    private final PackTask keys;
    private final PackTask values;
    private final boolean masked;

    AttentionKernel(KernelRequest request, Attention attention) {
      Heads q = Heads.of(request.shape(0), attention.qHeads());
      Heads k = Heads.of(request.shape(1), attention.kvHeads());
      Heads v = Heads.of(request.shape(2), attention.kvHeads());
      Heads y = Heads.of(request.out(0).shape(), attention.qHeads());
      int batches = request.shape(0).dim(0);
      keys = pack(batches, k, k.size, k.length, 1, k.step);
      values = pack(batches, v, v.length, v.size, v.step, 1);
      task.batches = batches;
      task.heads = q.heads;
      task.kvHeads = k.heads;
      task.queries = q.length;
      task.keys = k.length;
      task.size = q.size;
      task.valueSize = v.size;
      task.scale = attention.scale() == null ? (float) (1 / Math.sqrt(q.size)) : attention.scale();
      task.causal = attention.causal();
      task.queryBatch = q.batchStride;
      task.queryHead = q.stride;
      task.queryStep = q.step;
      task.outBatch = y.batchStride;
      task.outHead = y.stride;
      task.outStep = y.step;
      masked = request.has(3);
      task.masked = masked;
      if (masked) {
        int[] strides =
            request.shape(3).broadcastStrides(Shape.of(batches, q.heads, q.length, k.length));
        task.maskBatch = strides[0];
        task.maskHead = strides[1];
        task.maskQuery = strides[2];
        task.maskKey = strides[3];
      }
    }

    private static PackTask pack(
        int batches, Heads heads, int k, int columns, int rowStride, int columnStride) {
      PackTask pack = new PackTask();
      pack.k = k;
      pack.columns = columns;
      pack.rowStride = rowStride;
      pack.columnStride = columnStride;
      pack.batches = batches;
      pack.batchStride = heads.batchStride;
      pack.matrices = heads.heads;
      pack.matrixStride = heads.stride;
      return pack;
    }

    @Override
    public int scratchFloats(int threads) {
      return keys.packedFloats() + values.packedFloats() + threads * task.threadFloats();
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Floats scratch = places.scratch();
      keys.from = places.in(1).floats();
      keys.to = scratch;
      values.from = places.in(2).floats();
      values.to = scratch;
      values.toAt = keys.packedFloats();
      tasks.add(keys);
      tasks.add(values);
      task.q = places.in(0).floats();
      task.mask = masked ? places.in(3).floats() : task.q;
      task.out = places.out(0).floats();
      task.scratch = scratch;
      task.packedKeys = 0;
      task.packedValues = keys.packedFloats();
      task.scratchAt = task.packedValues + values.packedFloats();
      task.zeros = task.scratchAt - Panels.ZEROS;
      tasks.add(task);
    }
  }
}
