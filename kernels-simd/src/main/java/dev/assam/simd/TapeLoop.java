package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.HalfF16;
import dev.assam.simd.kernel.PointwiseLoops;
import dev.assam.simd.kernel.ScalarMath;

/**
 * The loop of an instruction of one or two operands. Loops are called through this interface so
 * that HotSpot does not inline them all into one method, where it runs out of room and makes
 * objects of vectors.
 */
interface TapeLoop {
  void run(Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n);

  /** The loop of an instruction, null if it has more operands. */
  static TapeLoop of(int op) {
    return switch (op) {
      case TapeOp.COPY -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.copy(a, aAt, y, yAt, n);
      case TapeOp.NEG -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.neg(a, aAt, y, yAt, n);
      case TapeOp.ABS -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.abs(a, aAt, y, yAt, n);
      case TapeOp.SIGN -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.sign(a, aAt, y, yAt, n);
      case TapeOp.SQRT -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.sqrt(a, aAt, y, yAt, n);
      case TapeOp.SQUARE -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.square(a, aAt, y, yAt, n);
      case TapeOp.FLOOR -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.floor(a, aAt, y, yAt, n);
      case TapeOp.CEIL -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.ceil(a, aAt, y, yAt, n);
      case TapeOp.ROUND -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.round(a, aAt, y, yAt, n);
      case TapeOp.NOT -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.not(a, aAt, y, yAt, n);
      case TapeOp.EXP -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.exp(a, aAt, y, yAt, n);
      case TapeOp.LOG -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.log(a, aAt, y, yAt, n);
      case TapeOp.TANH -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.tanh(a, aAt, y, yAt, n);
      case TapeOp.ERF -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.erf(a, aAt, y, yAt, n);
      case TapeOp.SIGMOID ->
          (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.sigmoid(a, aAt, y, yAt, n);
      case TapeOp.SILU -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.silu(a, aAt, y, yAt, n);
      case TapeOp.GELU -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.gelu(a, aAt, y, yAt, n);
      case TapeOp.IS_NAN -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.isNaN(a, aAt, y, yAt, n);
      case TapeOp.SIN -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.sin(a, aAt, y, yAt, n);
      case TapeOp.COS -> (a, aAt, b, bAt, y, yAt, n) -> PointwiseLoops.cos(a, aAt, y, yAt, n);
      case TapeOp.ROUND_F16 -> (a, aAt, b, bAt, y, yAt, n) -> HalfF16.round(a, aAt, y, yAt, n);
      case TapeOp.ADD -> PointwiseLoops::add;
      case TapeOp.SUB -> PointwiseLoops::sub;
      case TapeOp.MUL -> PointwiseLoops::mul;
      case TapeOp.DIV -> PointwiseLoops::div;
      case TapeOp.MIN -> PointwiseLoops::min;
      case TapeOp.MAX -> PointwiseLoops::max;
      case TapeOp.PMIN -> PointwiseLoops::pmin;
      case TapeOp.PMAX -> PointwiseLoops::pmax;
      case TapeOp.LESS -> PointwiseLoops::less;
      case TapeOp.LESS_OR_EQUAL -> PointwiseLoops::lessOrEqual;
      case TapeOp.EQUAL -> PointwiseLoops::equal;
      case TapeOp.XOR -> PointwiseLoops::xor;
      case TapeOp.FMA, TapeOp.CLAMP, TapeOp.SELECT, TapeOp.SELECT_LESS, TapeOp.HARD_SWISH -> null;
      default ->
          (a, aAt, b, bAt, y, yAt, n) ->
              ScalarMath.apply(op - TapeOp.SCALAR, a, aAt, b, bAt, y, yAt, n);
    };
  }
}
