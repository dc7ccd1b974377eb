package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.move.Gather;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** Gather of any type; an index out of range fails the run. */
final class GatherKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "gather";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (!(request.op() instanceof Gather gather)
        || request.epilogue() != null
        || request.channelsLast()
        || request.in(1).dtype() != DType.INT64 && request.in(1).dtype() != DType.INT32) {
      return null;
    }
    Shape x = request.shape(0);
    int axis = request.axis(gather.axis());
    int inner = (int) x.product(axis + 1, x.rank());
    int indices = request.shape(1).size();
    int count = request.out(0).shape().size();
    String what = "an index is out of range for axis " + axis + " of " + x;
    return new Gathering(what, count, indices, inner, x.dim(axis));
  }

  private record Gathering(String what, int count, int indices, int inner, int dim)
      implements WebGpuKernel {
    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      launches.add(
          Launch.flat(
              new GatherShader(),
              List.of(places.in(0), places.in(1), places.out(0), places.status()),
              count,
              indices,
              inner,
              dim,
              places.mark(what)));
    }
  }
}
