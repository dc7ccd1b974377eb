package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.move.Trilu;
import dev.assam.op.shape.EyeLike;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** What hangs on where an element is in its matrix. */
final class TriangleKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "triangle";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || request.channelsLast()) {
      return null;
    }
    return switch (request.op()) {
      case Trilu trilu when !request.has(1) || IndexKernels.isIndex(request, 1) ->
          triangle(request, trilu.upper());
      case EyeLike eye -> eye(request, eye.k());
      default -> null;
    };
  }

  private static WebGpuKernel triangle(NodeRequest request, boolean upper) {
    Shape x = request.shape(0);
    boolean moved = request.has(1);
    TextShader shader =
        new TextShader(
            upper ? "triu" : "tril",
            "x:u32 " + (moved ? "moved:i32 " : "") + "y:u32",
            "rows:i32 columns:i32",
            "",
            "  let column = i32(i) % p.columns;\n  let row = i32(i) / p.columns % p.rows;\n"
                + "  let k = "
                + (moved ? "clamp(moved[0], -p.rows - 1, p.columns + 1)" : "0")
                + ";\n  y[i] = select(0u, x[i], column "
                + (upper ? ">=" : "<=")
                + " row + k);\n");
    return new Steps()
        .add(
            shader,
            x.size(),
            moved ? List.of(in(0), in(1), out(0)) : List.of(in(0), out(0)),
            x.dim(x.rank() - 2),
            x.dim(x.rank() - 1));
  }

  private static WebGpuKernel eye(NodeRequest request, int k) {
    Shape y = request.out(0).shape();
    boolean real = request.out(0).dtype() == DType.FLOAT32;
    int rows = y.dim(0);
    int columns = y.dim(1);
    TextShader shader =
        new TextShader(
            "eye",
            "y:u32",
            "columns:i32 k:i32 one",
            "",
            """
              let on = i32(i) % p.columns == i32(i) / p.columns + p.k;
              y[i] = select(0u, p.one, on);
            """);
    return new Steps()
        .add(
            shader,
            rows * columns,
            List.of(out(0)),
            columns,
            Math.max(-rows, Math.min(columns, k)),
            real ? Float.floatToRawIntBits(1) : 1);
  }
}
