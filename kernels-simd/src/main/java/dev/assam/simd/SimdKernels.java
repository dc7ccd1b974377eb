package dev.assam.simd;

import dev.assam.backend.KernelTable;
import java.util.List;

/** The one table of this backend's kernels, the more special before the more general. */
final class SimdKernels {
  static final KernelTable<KernelRequest, Kernel> TABLE =
      new KernelTable<>(
          List.of(
              new ConvFactory(), //
              new GemmFactory(),
              new PointwiseKernels()));

  private SimdKernels() {}

  /**
   * The kernel for a node: one that does its epilogue, too, or one followed by the epilogue; null
   * if there is none.
   */
  static KernelTable.Choice<Kernel> choose(KernelRequest request) {
    return TABLE.choose(request);
  }
}
