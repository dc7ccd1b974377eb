package dev.assam.op.quantize;

import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import java.util.List;

/** QuantizeLinear and DequantizeLinear of float32 and bytes as formulas. */
public final class QuantizeFormulas {
  private QuantizeFormulas() {}

  /** x / scale rounded, ties to even, plus the zero point, saturated; NaN is the zero point. */
  public static Expr quantized(Expr x, Expr scale, Expr zero, DType bytes) {
    int least = bytes == DType.UINT8 ? 0 : -128;
    Expr quotient = Expr.div(x, scale);
    Expr whole = new Expr.Call(Expr.Fn.ROUND, List.of(quotient));
    Expr held = Expr.min(Expr.max(Expr.add(whole, zero), Expr.c(least)), Expr.c(least + 255));
    Expr isNaN = new Expr.Call(Expr.Fn.IS_NAN, List.of(quotient));
    return new Expr.Cast(bytes, Expr.select(isNaN, zero, held));
  }

  /** (x − zero point) · scale in float32. */
  public static Expr dequantized(Expr x, Expr scale, Expr zero) {
    return Expr.mul(Expr.sub(new Expr.Cast(DType.FLOAT32, x), zero), scale);
  }
}
