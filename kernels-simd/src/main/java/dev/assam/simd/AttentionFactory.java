package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.op.attention.Attention;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import java.util.List;

/**
 * Attention of float32 without softcap and without its scores as an output; keys and values, those
 * of the past before them, are packed at run time.
 */
final class AttentionFactory implements KernelFactory<KernelRequest, Kernel> {
  private static final int MASK = 3;
  private static final int PAST_K = 4;
  private static final int PAST_V = 5;

  @Override
  public String name() {
    return "attentionF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!(request.op() instanceof Attention attention)
        || !hasTypes(request)
        || attention.softcap() > 0
        || request.epilogue() != null
        || hasMore(request)) {
      return null;
    }
    return new AttentionKernel(request, attention);
  }

  private static boolean hasTypes(KernelRequest request) {
    for (int i = 0; i < request.inputs(); i++) {
      DType dtype = request.has(i) ? request.in(i).dtype() : DType.FLOAT32;
      if (dtype != DType.FLOAT32 && !(i == MASK && dtype == DType.BOOL)) {
        return false;
      }
    }
    return request.out(0).dtype() == DType.FLOAT32;
  }

  private static boolean wants(KernelRequest request, int i) {
    return i < request.outputs() && request.out(i) != null;
  }

  /** Keys of the past. */
  private static int past(KernelRequest request) {
    return request.has(PAST_K) ? request.shape(PAST_K).dim(2) : 0;
  }

  private static boolean hasMore(KernelRequest request) {
    boolean presents = wants(request, 1);
    if (request.has(6)
        || wants(request, 3)
        || wants(request, 2) != presents
        || request.has(PAST_K) != request.has(PAST_V)
        || request.has(PAST_K) && !presents) {
      return true;
    }
    Shape keys = request.shape(1);
    Shape mask = request.has(MASK) ? request.shape(MASK) : null;
    int length = keys.dim(keys.rank() - 2) + past(request);
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
    private final KernelRequest request;
    private final Heads newKeys;
    private final Heads newValues;
    private final boolean masked;

    AttentionKernel(KernelRequest request, Attention attention) {
      this.request = request;
      newKeys = Heads.of(request.shape(1), attention.kvHeads());
      newValues = Heads.of(request.shape(2), attention.kvHeads());
      boolean presents = wants(request, 1);
      Heads q = Heads.of(request.shape(0), attention.qHeads());
      Heads k = presents ? Heads.of(request.out(1).shape(), 0) : newKeys;
      Heads v = presents ? Heads.of(request.out(2).shape(), 0) : newValues;
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
      task.past = past(request);
      task.queryBatch = q.batchStride;
      task.queryHead = q.stride;
      task.queryStep = q.step;
      task.outBatch = y.batchStride;
      task.outHead = y.stride;
      task.outStep = y.step;
      masked = request.has(MASK);
      task.masked = masked;
      if (masked) {
        int[] strides =
            request.shape(MASK).broadcastStrides(Shape.of(batches, q.heads, q.length, k.length));
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
      int own = keys.packedFloats() + values.packedFloats() + threads * task.threadFloats();
      return own + (forbids() ? request.shape(MASK).size() : 0);
    }

    /** Whether the mask is one of booleans. */
    private boolean forbids() {
      return masked && request.in(MASK).dtype() == DType.BOOL;
    }

    /** Puts keys or values behind those of the past: output {@code to}. */
    private void extend(
        Places places, Heads now, int input, int pastInput, int to, List<Task> tasks) {
      MovePlace all = new MovePlace(places.out(to));
      int batches = request.shape(0).dim(0);
      int before = past(request) * now.size;
      int head = before + now.length * now.size;
      int heads = batches * now.heads;
      if (before > 0) {
        MovePlace past = new MovePlace(places.in(pastInput));
        int[] box = {heads, before};
        tasks.add(MoveTask.of(past, 0, new int[] {before, 1}, all, 0, new int[] {head, 1}, box));
      }
      int[] from = {now.batchStride, now.stride, now.step, 1};
      int[] place = {now.heads * head, head, now.size, 1};
      int[] box = {batches, now.heads, now.length, now.size};
      tasks.add(MoveTask.of(new MovePlace(places.in(input)), 0, from, all, before, place, box));
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Floats scratch = places.scratch();
      boolean presents = wants(request, 1);
      if (presents) {
        extend(places, newKeys, 1, PAST_K, 1, tasks);
        extend(places, newValues, 2, PAST_V, 2, tasks);
      }
      keys.from = presents ? places.out(1).floats() : places.in(1).floats();
      keys.to = scratch;
      values.from = presents ? places.out(2).floats() : places.in(2).floats();
      values.to = scratch;
      values.toAt = keys.packedFloats();
      tasks.add(keys);
      tasks.add(values);
      task.q = places.in(0).floats();
      task.mask = masked && !forbids() ? places.in(MASK).floats() : task.q;
      task.out = places.out(0).floats();
      task.scratch = scratch;
      task.packedKeys = 0;
      task.packedValues = keys.packedFloats();
      task.scratchAt = task.packedValues + values.packedFloats();
      task.zeros = task.scratchAt - Panels.ZEROS;
      if (forbids()) {
        int at = task.scratchAt + places.threads() * task.threadFloats();
        int count = request.shape(MASK).size();
        task.mask = places.room(request.shape(MASK), at).floats();
        tasks.add(new MaskTask(places.in(MASK).bytes(), count, scratch, at));
      }
      tasks.add(task);
    }
  }
}
