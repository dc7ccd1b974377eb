package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * X as uint8 with the scale (max(0, X) − min(0, X)) / 255 and the zero point round(−min / scale);
 * outputs are Y, its scale and its zero point.
 */
public record DynamicQuantizeLinear() implements Op {
  public static final OpType<DynamicQuantizeLinear> TYPE =
      OpType.<DynamicQuantizeLinear>named("DynamicQuantizeLinear")
          .outputs(3)
          .since(11, a -> new DynamicQuantizeLinear());

  @Override
  public OpType<DynamicQuantizeLinear> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    return List.of(
        new TensorType(DType.UINT8, in.shape(0)),
        new TensorType(in.dtype(0), Shape.SCALAR),
        new TensorType(DType.UINT8, Shape.SCALAR));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    float min = 0;
    float max = 0;
    for (int i = 0; i < x.size(); i++) {
      min = (float) Math.min(min, x.getDouble(i));
      max = (float) Math.max(max, x.getDouble(i));
    }
    float scale = (max - min) / 255;
    long zero = scale == 0 ? 0 : Scales.saturate(-min / scale, 0, DType.UINT8);
    Tensor y = Tensor.allocate(DType.UINT8, x.shape());
    for (int i = 0; i < x.size(); i++) {
      float quotient = scale == 0 ? 0 : (float) x.getDouble(i) / scale;
      y.setLong(i, Scales.saturate(quotient, zero, DType.UINT8));
    }
    return List.of(
        y,
        Tensor.ofDoubles(x.dtype(), Shape.SCALAR, scale),
        Tensor.ofLongs(DType.UINT8, Shape.SCALAR, zero));
  }
}
