package dev.assam.op.fused;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.nn.Conv;
import dev.assam.op.quantize.ConvInteger;
import dev.assam.op.quantize.DynamicQuantizeLinear;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * A convolution of X [N, C, spatial…], float32, quantised as a whole as in {@link
 * DynamicQuantizedMatMul}, with W [M, C/group, kernel…], int8 or uint8, of the scale w and the zero
 * point w0: Y = conv(Xq − x0, W − w0) · (x · w) in float32. The scale is one value or [M], the zero
 * point one value; inputs X, W, w and, unless it is 0, w0.
 */
public record DynamicQuantizedConv(ConvInteger conv) implements Op {
  public static final OpType<DynamicQuantizedConv> TYPE = Internal.declare("DynamicQuantizedConv");

  @Override
  public OpType<DynamicQuantizedConv> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DynamicQuantizedMatMul.FLOAT32);
    in.dtype(1, DynamicQuantizedMatMul.BYTES);
    in.dtype(2, DynamicQuantizedMatMul.FLOAT32);
    Shape x = in.ranked(0);
    Shape w = in.shape(1);
    Shape y =
        new Conv(conv.window(), conv.group()).geometry(in, x, w).outputShape(x.dim(0), w.dim(0));
    DynamicQuantizedMatMul.checkPerColumn(in, 2, w.dim(0));
    if (in.has(3)) {
      in.sameDType(1, 3, DynamicQuantizedMatMul.BYTES);
      DynamicQuantizedMatMul.checkPerColumn(in, 3, 1);
    }
    return List.of(new TensorType(DType.FLOAT32, y));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Op quantise = new DynamicQuantizeLinear();
    List<?> x = quantise.reference(in.of(quantise, in.tensor(0)));
    Tensor zero = in.has(3) ? in.tensor(3) : null;
    Tensor sums =
        conv.reference(in.of(conv, (Tensor) x.get(0), in.tensor(1), (Tensor) x.get(2), zero))
            .get(0);
    Tensor scale = in.tensor(2);
    int plane = sums.size() == 0 ? 1 : (int) sums.shape().product(2, sums.shape().rank());
    float factor = ((Tensor) x.get(1)).floats().get(0);
    return List.of(DynamicQuantizedMatMul.scaled(sums, factor, scale, plane, scale.size()));
  }
}
