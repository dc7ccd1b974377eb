package dev.assam.op.quantize;

import dev.assam.op.Elements;
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
        new TensorType(DType.UINT8, in.tensorType(0).shape()),
        new TensorType(in.dtype(0), Shape.SCALAR),
        new TensorType(DType.UINT8, Shape.SCALAR));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    double[] values = new double[Math.min(Scales.BLOCK, x.size())];
    double lowest = 0;
    double highest = 0;
    for (int i = 0; i < x.size(); i += values.length) {
      int count = Math.min(values.length, x.size() - i);
      Elements.read(x, i, 1, values, 0, count);
      for (int k = 0; k < count; k++) {
        lowest = Math.min(lowest, values[k]);
        highest = Math.max(highest, values[k]);
      }
    }
    float min = (float) lowest;
    float scale = ((float) highest - min) / 255;
    double zero = scale == 0 ? 0 : Scales.saturate(-min / scale, 0, DType.UINT8);
    Tensor y = Tensor.allocate(DType.UINT8, x.shape());
    for (int i = 0; i < x.size(); i += values.length) {
      int count = Math.min(values.length, x.size() - i);
      Elements.read(x, i, 1, values, 0, count);
      for (int k = 0; k < count; k++) {
        float quotient = scale == 0 ? 0 : (float) values[k] / scale;
        values[k] = Scales.saturate(quotient, zero, DType.UINT8);
      }
      Elements.write(values, y, i, count);
    }
    return List.of(
        y,
        Tensor.ofDoubles(x.dtype(), Shape.SCALAR, scale),
        Tensor.ofDoubles(DType.UINT8, Shape.SCALAR, zero));
  }
}
