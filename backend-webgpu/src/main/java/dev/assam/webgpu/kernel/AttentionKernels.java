package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.attention.Attention;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention of float32 without past, softcap or further outputs, its mask, if any, of summands, its
 * heads of a multiple of four, 128 at most.
 */
final class AttentionKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final int MOST = 128;

  @Override
  public String name() {
    return "attention";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!(request.op() instanceof Attention attention)
        || !request.allOf(DType.FLOAT32)
        || attention.softcap() > 0
        || request.epilogue() != null
        || !request.hasOneOutput()) {
      return null;
    }
    for (int i = 4; i < request.inputs(); i++) {
      if (request.has(i)) {
        return null;
      }
    }
    Heads q = Heads.of(request.shape(0), attention.qHeads());
    Heads k = Heads.of(request.shape(1), attention.kvHeads());
    Heads v = Heads.of(request.shape(2), attention.kvHeads());
    Heads y = Heads.of(request.out(0).shape(), attention.qHeads());
    int[] mask = new int[4];
    if (request.has(3)) {
      Shape shape = request.shape(3);
      int last = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
      if (last != k.length && last != 1) {
        return null;
      }
      mask = shape.broadcastStrides(Shape.of(request.shape(0).dim(0), q.heads, q.length, k.length));
    }
    if (q.size % 4 != 0 || v.size % 4 != 0 || q.size > MOST || v.size > MOST) {
      return null;
    }
    float scale = attention.scale() == null ? (float) (1 / Math.sqrt(q.size)) : attention.scale();
    AttentionShader shader =
        new AttentionShader(q.size / 4, v.size / 4, request.has(3), attention.causal());
    return new Attend(shader, request.shape(0).dim(0), List.of(q, k, v, y), k.length, scale, mask);
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

  private record Attend(
      AttentionShader shader, int batches, List<Heads> heads, int keys, float scale, int[] mask)
      implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      Heads q = heads.get(0);
      Heads k = heads.get(1);
      List<Gpu.Slice> buffers = new ArrayList<>();
      for (int i = 0; i < (shader.masked() ? 4 : 3); i++) {
        buffers.add(places.in(i));
      }
      buffers.add(places.out(0));
      int[] params = new int[5 + 12 + 4];
      params[0] = q.heads;
      params[1] = q.heads / k.heads;
      params[2] = q.length;
      params[3] = keys;
      params[4] = Float.floatToRawIntBits(scale);
      for (int i = 0; i < 4; i++) {
        params[5 + 3 * i] = heads.get(i).batchStride / 4;
        params[6 + 3 * i] = heads.get(i).stride / 4;
        params[7 + 3 * i] = heads.get(i).step / 4;
        params[17 + i] = mask[i];
      }
      Launch each = Launch.flat(shader, buffers, batches * q.heads * q.length, params);
      if (!Tuning.tiledAttention(places.limits(), q.length)) {
        launches.add(each);
        return;
      }
      AttentionTiledShader tiled =
          new AttentionTiledShader(
              shader.size(), shader.valueSize(), shader.masked(), shader.causal());
      int x = Launch.groups(q.length, AttentionTiledShader.QUERIES);
      launches.add(new Launch(tiled, buffers, each.params(), x, q.heads, batches));
    }
  }
}
