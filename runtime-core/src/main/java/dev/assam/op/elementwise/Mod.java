package dev.assam.op.elementwise;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.TensorType;

/**
 * C = the remainder of A / B with the sign of B, or with the sign of A as C's fmod; of integers by
 * zero it is 0.
 */
public record Mod(boolean fmod) implements Pointwise {
  public static final OpType<Mod> TYPE =
      OpType.<Mod>named("Mod").inputs(2).since(10, a -> new Mod(a.getBoolean("fmod", false)));

  @Override
  public OpType<Mod> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    DType dtype = in.sameDType(0, 1, DTypes.NUMBERS);
    if (dtype.isFloat() && !fmod) {
      throw in.typeError("input 0 is " + in.tensorType(0) + " (allowed with fmod=0: integers)");
    }
    return Pointwise.broadcast(in, dtype);
  }

  @Override
  public Expr expr(Inputs in) {
    return Expr.call(fmod ? Expr.Fn.REM : Expr.Fn.MOD, Binary.A, Binary.B);
  }
}
