package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.attention.RotaryEmbedding;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** RotaryEmbedding of float32. */
final class RotaryKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "rotary";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!(request.op() instanceof RotaryEmbedding rotary)
        || request.epilogue() != null
        || request.in(0).dtype() != DType.FLOAT32
        || request.has(3) && !IndexKernels.isIndex(request, 3)) {
      return null;
    }
    Shape x = request.shape(0);
    boolean packed = x.rank() == 3;
    int heads = packed ? rotary.heads() : x.dim(1);
    int length = x.dim(packed ? 1 : 2);
    int size = packed ? x.dim(2) / heads : x.dim(3);
    int half = (rotary.rotated() == 0 ? size : rotary.rotated()) / 2;
    boolean given = request.has(3);
    Shape angles = request.shape(1);
    int[] strides = {0, 0};
    if (!given) {
      strides = angles.slice(0, 2).broadcastStrides(Shape.of(x.dim(0), length));
    }
    TextShader shader =
        new TextShader(
            "rotary" + (rotary.interleaved() ? "Interleaved" : ""),
            "x:f32 cosines:f32 sines:f32 " + (given ? "positions:i32 " : "") + "y:f32 status:u32",
            "size half heads length batch_stride length_stride rows:i32 mark",
            "",
            "  let j = i % p.size;\n  let rest = i / p.size;\n"
                + (packed
                    ? "  let s = rest / p.heads % p.length;\n"
                    : "  let s = rest % p.length;\n")
                + """
                  let b = rest / p.heads / p.length;
                  if (j >= 2u * p.half) { y[i] = x[i]; return; }
                """
                + (given
                    ? """
                      let row = positions[b * p.length + s];
                      if (row < 0 || row >= p.rows) { status[0] = p.mark; return; }
                    """
                    : "  let row = b * p.batch_stride + s * p.length_stride;\n")
                + (rotary.interleaved()
                    ? """
                      let k = j / 2u;
                      let first = i - j % 2u;
                      let second = first + 1u;
                    """
                    : """
                      let k = j % p.half;
                      let first = i - j + k;
                      let second = first + p.half;
                    """)
                + """
                  let angle = u32(row) * p.half + k;
                  let c = cosines[angle];
                  let d = sines[angle];
                  if (i == first) {
                    y[i] = x[first] * c - x[second] * d;
                  } else {
                    y[i] = x[first] * d + x[second] * c;
                  }
                """);
    return new Steps()
        .addMarking(
            "position_ids holds one that is not in 0.." + (angles.dim(0) - 1),
            shader,
            x.size(),
            given
                ? List.of(in(0), in(1), in(2), in(3), out(0))
                : List.of(in(0), in(1), in(2), out(0)),
            size,
            half,
            heads,
            length,
            strides[0],
            strides[1],
            angles.dim(0));
  }
}
