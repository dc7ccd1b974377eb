package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.linear.MatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Y = (A − a's zero point) · (B − b's zero point) in int32; the zero points are one value, or one
 * for each row of A and each column of B.
 */
public record MatMulInteger() implements Op {
  public static final OpType<MatMulInteger> TYPE =
      OpType.<MatMulInteger>named("MatMulInteger").inputs(2, 4).since(10, a -> new MatMulInteger());

  static final Set<DType> BYTES = EnumSet.of(DType.INT8, DType.UINT8);

  @Override
  public OpType<MatMulInteger> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape a = in.ranked(0);
    Shape b = in.ranked(1);
    for (int i = 0; i < 2; i++) {
      in.dtype(i, BYTES);
      if (in.has(2 + i)) {
        in.sameDType(2 + i, i, BYTES);
      }
    }
    Shape y = MatMul.shape(in, a, b);
    Scales.checkPerAxis(in, 2, rows(a));
    Scales.checkPerAxis(in, 3, columns(b));
    return List.of(new TensorType(DType.INT32, y));
  }

  /** Rows of a left factor; a vector is one. */
  static int rows(Shape a) {
    return a.rank() < 2 ? 1 : a.dim(a.rank() - 2);
  }

  /** Columns of a right factor; a vector is one. */
  static int columns(Shape b) {
    return b.rank() < 2 ? 1 : b.dim(b.rank() - 1);
  }

  /** A factor of rank r without its zero point: rows of the left one, columns of the right one. */
  static Tensor centred(Inputs in, int x, int zero, boolean left) {
    int rank = in.shape(x).rank();
    return Scales.centred(in, x, zero, Math.max(0, left ? rank - 2 : rank - 1));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(MatMul.multiply(in, centred(in, 0, 2, true), centred(in, 1, 3, false)));
  }
}
