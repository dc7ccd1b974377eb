package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.op.Expr;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.op.quantize.QuantizeFormulas;
import dev.assam.op.quantize.QuantizeLinear;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;

/**
 * QuantizeLinear and DequantizeLinear between float32 and bytes as formulas: with one scale, or one
 * for each index of the last axis.
 */
final class QuantizeKernels implements KernelFactory<KernelRequest, Kernel> {
  @Override
  public String name() {
    return "quantize";
  }

  @Override
  public Kernel create(KernelRequest request) {
    if (!request.isPlain() || request.channelsLast()) {
      return null;
    }
    DType in = request.in(0).dtype();
    DType out = request.out(0).dtype();
    Expr expr;
    if (request.op() instanceof DequantizeLinear op) {
      boolean fits = isByte(in) || in == DType.INT32 && !request.has(2);
      if (!fits || out != DType.FLOAT32 || !fits(request, op.axis(), op.blockSize())) {
        return null;
      }
      expr = QuantizeFormulas.dequantized(Expr.in(0), Expr.in(1), zero(request));
    } else if (request.op() instanceof QuantizeLinear op) {
      boolean divides = op.precision() == null || op.precision() == DType.FLOAT32;
      if (in != DType.FLOAT32
          || !isByte(out)
          || !divides
          || !fits(request, op.axis(), op.blockSize())) {
        return null;
      }
      expr = QuantizeFormulas.quantized(Expr.in(0), Expr.in(1), zero(request), out);
    } else {
      return null;
    }
    TensorType[] types = new TensorType[request.inputs()];
    Tensor[] constants = new Tensor[types.length];
    for (int i = 0; i < types.length; i++) {
      boolean folded = i == 2 && isConstant(zero(request));
      types[i] = request.has(i) && !folded ? request.in(i) : null;
      constants[i] = request.constant(i);
    }
    return PointwiseKernel.of(expr, types, constants, request.out(0));
  }

  private static boolean isByte(DType dtype) {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }

  private static boolean isConstant(Expr expr) {
    return expr instanceof Expr.Const;
  }

  /** Whether the scale is float32 and belongs to elements as if it was broadcast. */
  private static boolean fits(KernelRequest request, int axis, int blockSize) {
    Shape x = request.shape(0);
    Shape scale = request.shape(1);
    boolean single = scale.elements() == 1 && scale.rank() <= x.rank();
    boolean last = scale.rank() == 1 && request.axis(axis) == x.rank() - 1;
    return blockSize == 0 && request.in(1).dtype() == DType.FLOAT32 && (single || last);
  }

  /** The zero point as a float. */
  private static Expr zero(KernelRequest request) {
    Tensor constant = request.constant(2);
    if (!request.has(2) || constant != null && constant.size() == 1) {
      return Expr.c(constant == null ? 0 : constant.getDouble(0));
    }
    return new Expr.Cast(DType.FLOAT32, Expr.in(2));
  }
}
