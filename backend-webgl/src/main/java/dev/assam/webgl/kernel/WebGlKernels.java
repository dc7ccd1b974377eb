package dev.assam.webgl.kernel;

import dev.assam.backend.KernelTable;
import dev.assam.backend.NodeRequest;
import dev.assam.webgl.Kernel;
import java.util.List;

/** The one table of this backend's kernels, the more special before the more general. */
public final class WebGlKernels {
  static final KernelTable<NodeRequest, Kernel> TABLE =
      new KernelTable<>(
          List.of(
              new ConvKernels(),
              new MatMulKernels(),
              new ProductKernels(),
              new PoolKernels(),
              new LinesKernels(),
              new NormKernels(),
              new MoveKernels(),
              new GridKernels(),
              new GatherKernels(),
              new ScanKernels(),
              new RecurrentKernels(),
              new PointwiseKernels()));

  private WebGlKernels() {}

  /**
   * The kernel for a node: one that does its epilogue, too, or one followed by the epilogue; null
   * if there is none.
   */
  public static KernelTable.Choice<Kernel> choose(NodeRequest request) {
    KernelTable.Choice<Kernel> choice = TABLE.choose(request);
    if (choice == null && request.epilogue() != null) {
      choice = TABLE.choose(request.withoutEpilogue());
      Kernel kernel = choice == null ? null : EpilogueKernel.wrap(request, choice.kernel());
      choice = kernel == null ? null : new KernelTable.Choice<>(choice.name(), kernel);
    }
    return choice;
  }
}
