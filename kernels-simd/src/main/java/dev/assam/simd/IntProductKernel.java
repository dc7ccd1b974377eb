package dev.assam.simd;

import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import dev.assam.simd.kernel.IntGemm;
import dev.assam.tensor.DType;
import java.util.List;

/** Bytes centred, weights packed if they are not constant, and their product. */
final class IntProductKernel implements Kernel {
  private final KernelRequest request;
  private final IntOperands operands;
  private final CentreTask centre;
  private final IntProductTask product;
  private final IntDepthwiseTask depthwise;
  private final Storage weights;
  private final IntPackTask pack;

  /** One of product and depthwise, and of weights and pack, is null; tasks come without places. */
  IntProductKernel(
      KernelRequest request,
      IntOperands operands,
      CentreTask centre,
      IntProductTask product,
      IntDepthwiseTask depthwise,
      Storage weights,
      IntPackTask pack) {
    this.request = request;
    this.operands = operands;
    this.centre = centre;
    this.product = product;
    this.depthwise = depthwise;
    this.weights = weights;
    this.pack = pack;
  }

  private int packShorts() {
    return pack == null ? 0 : pack.matrices * matrixShorts();
  }

  private int matrixShorts() {
    return IntProductTask.panels(pack.columns) * IntGemm.PANEL * product.depth;
  }

  @Override
  public int scratchShorts(int threads) {
    int gathered = product == null ? 0 : threads * product.cut(threads).scratchShorts();
    return centre.size() + packShorts() + gathered;
  }

  @Override
  public int scratchInts(int threads) {
    return threads * (product == null ? depthwise.padded : product.cut(threads).scratchInts());
  }

  @Override
  public int scratchFloats(int threads) {
    return operands.kind() == IntOutput.FLOATS
        ? DynamicRangeTask.rangeFloats(request.shape(0).size())
        : 0;
  }

  @Override
  public void addTasks(Places places, List<Task> tasks) {
    Shorts scratch = places.scratchShorts();
    centre.to = scratch;
    if (operands.kind() == IntOutput.FLOATS) {
      int count = request.shape(0).size();
      centre.ofFloats = true;
      centre.floats = places.in(0).floats();
      centre.ranges = places.scratch();
      tasks.add(new DynamicRangeTask(centre.floats, count, places.scratch(), 0, 0, false));
    } else {
      centre.bytes = places.in(0).bytes();
      centre.signed = request.in(0).dtype() == DType.INT8;
      centre.hasZero = request.has(operands.xZero());
      if (centre.hasZero) {
        centre.zero = places.in(operands.xZero()).bytes();
        centre.zeroStep = IntOperands.isSingle(request, operands.xZero()) ? 0 : 1;
      }
    }
    tasks.add(centre);
    IntOutput output = product == null ? depthwise.output : product.output;
    bind(output, places);
    if (product == null) {
      depthwise.a = scratch;
      depthwise.b = weights.shorts();
      depthwise.sums = places.scratchInts();
      tasks.add(depthwise);
      return;
    }
    product.cut(places.threads());
    product.a = scratch;
    if (pack == null) {
      product.b = weights.shorts();
    } else {
      pack.from = places.in(operands.w()).bytes();
      pack.signed = request.in(operands.w()).dtype() == DType.INT8;
      pack.hasZero = request.has(operands.wZero());
      if (pack.hasZero) {
        pack.zero = places.in(operands.wZero()).bytes();
        pack.zeroStep = IntOperands.isSingle(request, operands.wZero()) ? 0 : 1;
      }
      pack.to = scratch;
      pack.toAt = centre.size();
      tasks.add(pack);
      product.b = scratch;
      product.bAt = centre.size();
      product.groupStrideB = matrixShorts();
    }
    product.gathered = scratch;
    product.gatheredAt = centre.size() + packShorts();
    product.sums = places.scratchInts();
    tasks.add(product);
  }

  private void bind(IntOutput output, Places places) {
    output.kind = operands.kind();
    if (output.kind != IntOutput.INTS) {
      output.scale = places.in(operands.scale()).floats();
      output.scaleStep = IntOperands.isSingle(request, operands.scale()) ? 0 : 1;
    }
    switch (output.kind) {
      case IntOutput.INTS -> output.ints = places.out(0).ints();
      case IntOutput.FLOATS -> {
        output.floats = places.out(0).floats();
        output.ranges = places.scratch();
        output.ranged = request.shape(0).size();
      }
      default -> {
        output.bytes = places.out(0).bytes();
        output.signed = request.out(0).dtype() == DType.INT8;
        output.inScale = places.in(IntOperands.X_SCALE).floats();
        output.outScale = places.in(IntOperands.Y_SCALE).floats();
        output.zero = places.in(IntOperands.Y_ZERO).bytes();
        output.hasBias = request.has(IntOperands.BIAS);
        if (output.hasBias) {
          output.bias = places.in(IntOperands.BIAS).ints();
        }
      }
    }
  }
}
