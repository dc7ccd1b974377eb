package dev.assam.simd;

import dev.assam.op.fused.DynamicQuantizedConv;
import dev.assam.op.fused.QuantizedGemm;
import dev.assam.op.nn.Conv;
import dev.assam.op.quantize.ConvInteger;
import dev.assam.op.quantize.MatMulInteger;
import dev.assam.op.quantize.QLinearConv;
import dev.assam.op.quantize.QLinearMatMul;
import dev.assam.tensor.DType;

/**
 * Where the operators that multiply bytes have their inputs; −1 for none.
 *
 * @param conv what convolves, or null for products of matrices
 * @param scale the weights' scale
 */
record IntOperands(Conv conv, int w, int xZero, int wZero, int scale, int kind) {
  /** Of QLinearConv, QLinearMatMul and QuantizedGemm. */
  static final int X_SCALE = 1;

  static final int Y_SCALE = 6;
  static final int Y_ZERO = 7;
  static final int BIAS = 8;

  /** Those of a request, or null if it is for none of these operators or for other types. */
  static IntOperands of(KernelRequest request) {
    IntOperands operands =
        switch (request.op()) {
          case MatMulInteger _ -> new IntOperands(null, 1, 2, 3, -1, IntOutput.INTS);
          case QLinearMatMul _, QuantizedGemm _ ->
              new IntOperands(null, 3, 2, 5, 4, IntOutput.BYTES);
          case ConvInteger op ->
              new IntOperands(new Conv(op.window(), op.group()), 1, 2, 3, -1, IntOutput.INTS);
          case QLinearConv op ->
              new IntOperands(new Conv(op.window(), op.group()), 3, 2, 5, 4, IntOutput.BYTES);
          case DynamicQuantizedConv op ->
              new IntOperands(
                  new Conv(op.conv().window(), op.conv().group()), 1, -1, 3, 2, IntOutput.FLOATS);
          default -> null;
        };
    return operands != null && operands.fits(request) ? operands : null;
  }

  private boolean fits(KernelRequest request) {
    DType out = request.out(0) == null ? null : request.out(0).dtype();
    boolean result =
        switch (kind) {
          case IntOutput.INTS -> out == DType.INT32;
          case IntOutput.FLOATS -> out == DType.FLOAT32 && request.isConstant(scale);
          default -> isByte(out) && hasSingleScales(request);
        };
    boolean weights = conv == null || isConstant(request, w) && isConstant(request, wZero);
    return result
        && weights
        && request.epilogue() == null
        && request.channelsLast() == (conv != null)
        && (conv == null || request.shape(0).rank() <= 4);
  }

  private static boolean isByte(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }

  private static boolean isConstant(KernelRequest request, int i) {
    return i < 0 || !request.has(i) || request.isConstant(i);
  }

  /** Whether scales are float32, one of each but of the weights. */
  private boolean hasSingleScales(KernelRequest request) {
    for (int i : new int[] {X_SCALE, scale, Y_SCALE}) {
      if (request.in(i).dtype() != DType.FLOAT32 || i != scale && !isSingle(request, i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether an input is one value, or absent. */
  static boolean isSingle(KernelRequest request, int i) {
    return i < 0 || !request.has(i) || request.shape(i).elements() == 1;
  }
}
