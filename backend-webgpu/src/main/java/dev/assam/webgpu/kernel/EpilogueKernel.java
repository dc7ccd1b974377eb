package dev.assam.webgpu.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.tensor.DType;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** A kernel followed by an epilogue that it does not do itself, in place in its output. */
record EpilogueKernel(WebGpuKernel kernel, PointwiseKernel epilogue, int opInputs)
    implements WebGpuKernel {
  /**
   * A kernel for a request with an epilogue from one that leaves it out, or null if shaders cannot
   * compute the epilogue.
   */
  static EpilogueKernel wrap(WebGpuKernel kernel, NodeRequest request) {
    if (!request.allOf(DType.FLOAT32)) {
      return null;
    }
    PointwiseKernel epilogue =
        PointwiseKernel.of(request.epilogue(), request, request.opInputs(), request.inputs(), true);
    return epilogue == null ? null : new EpilogueKernel(kernel, epilogue, request.opInputs());
  }

  @Override
  public int scratch(GpuLimits limits) {
    return kernel.scratch(limits);
  }

  @Override
  public boolean allowsHalves() {
    return kernel.allowsHalves();
  }

  @Override
  public boolean canOverwrite(int i) {
    return i < opInputs && kernel.canOverwrite(i);
  }

  @Override
  public void addLaunches(Places places, List<Launch> launches) {
    kernel.addLaunches(places, launches);
    epilogue.addLaunches(places, launches);
  }
}
