package dev.assam.simd;

import dev.assam.backend.KernelTable;
import java.util.List;

/** The one table of this backend's kernels, the more special before the more general. */
final class SimdKernels {
  static final KernelTable<KernelRequest, Kernel> TABLE =
      new KernelTable<>(
          List.of(
              new DepthwiseFactory(),
              new ConvTransposeFactory(),
              new WinogradFactory(),
              new ConvFactory(), //
              new GemmFactory(),
              new MatMulFactory(),
              new AttentionFactory(),
              new IntDynamicMatMulFactory(),
              new DynamicMatMulFactory(),
              new IntProductFactory(),
              new DynamicQuantizeFactory(),
              new RecurrentFactory(),
              new LinesKernels(),
              new MoveKernels(),
              new NormKernels(),
              new PoolKernels(),
              new ResizeKernels(),
              new QuantizeKernels(),
              new PointwiseKernels()));

  private SimdKernels() {}

  /**
   * The kernel for a node: one that does its epilogue, too, or one followed by the epilogue; null
   * if there is none.
   */
  static KernelTable.Choice<Kernel> choose(KernelRequest request) {
    KernelTable.Choice<Kernel> choice = TABLE.choose(request);
    if (choice == null && request.epilogue() != null) {
      choice = TABLE.choose(request.withoutEpilogue());
      Kernel kernel = choice == null ? null : EpilogueKernel.wrap(choice.kernel(), request);
      choice = kernel == null ? null : new KernelTable.Choice<>(choice.name(), kernel);
    }
    if (choice == null && request.hasHalves()) {
      choice = choose(request.widened());
      return choice == null
          ? null
          : new KernelTable.Choice<>(choice.name(), HalfKernel.around(choice.kernel(), request));
    }
    return choice;
  }
}
