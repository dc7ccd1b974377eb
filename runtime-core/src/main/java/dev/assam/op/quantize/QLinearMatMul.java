package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.linear.MatMul;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = A · B of quantised tensors. Inputs: A, its scale and zero point (one, or one for each row),
 * B, its scale and zero point (one, or one for each column), the scale and zero point of Y.
 */
public record QLinearMatMul() implements Op {
  public static final OpType<QLinearMatMul> TYPE =
      OpType.<QLinearMatMul>named("QLinearMatMul").inputs(8).since(10, a -> new QLinearMatMul());

  @Override
  public OpType<QLinearMatMul> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    for (int i : new int[] {0, 3}) {
      in.dtype(i, MatMulInteger.BYTES);
      in.dtype(i + 1, DTypes.FLOATS);
      in.sameDType(i + 2, i, MatMulInteger.BYTES);
    }
    in.dtype(6, DTypes.FLOATS);
    in.dtype(7, MatMulInteger.BYTES);
    Shape b = in.ranked(3);
    Shape y = MatMul.shape(in, in.ranked(0), b);
    int rows = MatMulInteger.rows(in.ranked(0));
    int columns = MatMulInteger.columns(b);
    Scales.checkPerAxis(in, 1, rows);
    Scales.checkPerAxis(in, 2, rows);
    Scales.checkPerAxis(in, 4, columns);
    Scales.checkPerAxis(in, 5, columns);
    Scales.checkPerAxis(in, 6, 1);
    Scales.checkPerAxis(in, 7, 1);
    return List.of(new TensorType(in.dtype(7), y));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(product(in, null));
  }

  /**
   * Y, its sums increased before they are scaled.
   *
   * @param bias int32 for each column, or null
   */
  public static Tensor product(Inputs in, Tensor bias) {
    Tensor a = MatMulInteger.centred(in, 0, 2, true);
    Tensor b = MatMulInteger.centred(in, 3, 5, false);
    Tensor sums = MatMul.multiply(in, a, b);
    int last = sums.shape().rank() - 1;
    int rows = b.shape().rank() < 2 ? last : last - 1;
    for (int i = 0; bias != null && i < sums.size(); i++) {
      sums.ints().set(i, sums.ints().get(i) + bias.ints().get(i % bias.size()));
    }
    return Requantized.of(in, sums, rows, last);
  }
}
