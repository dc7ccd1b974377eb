package dev.assam.op.fused;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.quantize.QLinearMatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Y = A · B + C of quantised matrices: QLinearMatMul, with its eight inputs, and C as int32 [n]
 * with the scale of A times that of B.
 */
public record QuantizedGemm() implements Op {
  public static final OpType<QuantizedGemm> TYPE = Internal.declare("QuantizedGemm");

  private static final int BIAS = 8;
  private static final Set<DType> INT32 = EnumSet.of(DType.INT32);

  @Override
  public OpType<QuantizedGemm> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    List<TensorType> types = new QLinearMatMul().infer(in);
    in.dtype(BIAS, INT32);
    Shape b = in.shape(3, 2);
    if (in.shape(BIAS, 1).dim(0) != b.dim(1)) {
      throw in.shapeError("C is " + in.shape(BIAS) + " (allowed: [" + b.dim(1) + "])");
    }
    return types;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(QLinearMatMul.product(in, in.tensor(BIAS)));
  }
}
