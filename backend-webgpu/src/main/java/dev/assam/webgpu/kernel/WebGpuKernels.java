package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** The one table of this backend's kernels, the more special before the more general. */
public final class WebGpuKernels {
  static final KernelTable<NodeRequest, WebGpuKernel> TABLE =
      new KernelTable<>(
          List.of(
              new DepthwiseKernels(),
              new ConvKernels(),
              new GemmKernels(),
              new IntProductKernels(),
              new BlockGemmKernels(),
              new AttentionKernels(),
              new RecurrentKernels(),
              new ConvAnyKernels(),
              new PoolKernels(),
              new WindowKernels(),
              new LinesKernels(),
              new NormKernels(),
              new MoveKernels(),
              new GatherKernels(),
              new IndexKernels(),
              new ScanKernels(),
              new GridKernels(),
              new MomentKernels(),
              new SampleKernels(),
              new TriangleKernels(),
              new RotaryKernels(),
              new EinsumKernels(),
              new QuantizeKernels(),
              new CastKernels(),
              new PointwiseKernels()));

  private WebGpuKernels() {}

  /**
   * The kernel for a node: one that does its epilogue, too, or one followed by the epilogue; null
   * if there is none.
   */
  public static KernelTable.Choice<WebGpuKernel> choose(NodeRequest request) {
    KernelTable.Choice<WebGpuKernel> choice = TABLE.choose(request);
    if (choice == null && request.epilogue() != null) {
      choice = TABLE.choose(request.withoutEpilogue());
      WebGpuKernel kernel = choice == null ? null : EpilogueKernel.wrap(choice.kernel(), request);
      choice = kernel == null ? null : new KernelTable.Choice<>(choice.name(), kernel);
    }
    return choice;
  }
}
