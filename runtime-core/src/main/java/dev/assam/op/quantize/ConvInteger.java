package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.Window;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = (X − x's zero point) ∗ (W − w's zero point) in int32, with the shapes and attributes of
 * {@link Conv}; w's zero point is one value or one for each output channel.
 */
public record ConvInteger(WindowAttributes window, int group) implements Op {
  public static final OpType<ConvInteger> TYPE =
      OpType.<ConvInteger>named("ConvInteger")
          .inputs(2, 4)
          .since(10, a -> new ConvInteger(WindowAttributes.conv(a), a.getInt("group", 1)));

  @Override
  public OpType<ConvInteger> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    for (int i = 0; i < 2; i++) {
      in.dtype(i, MatMulInteger.BYTES);
      if (in.has(2 + i)) {
        in.sameDType(2 + i, i, MatMulInteger.BYTES);
      }
    }
    Shape x = in.ranked(0);
    Shape w = in.shape(1);
    Window geometry = new Conv(window, group).geometry(in, x, w);
    Scales.checkPerAxis(in, 2, 1);
    Scales.checkPerAxis(in, 3, w.dim(0));
    return List.of(new TensorType(DType.INT32, geometry.outputShape(x.dim(0), w.dim(0))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Window geometry = new Conv(window, group).geometry(in, in.shape(0), in.shape(1));
    Tensor x = Scales.centred(in, 0, 2, 0);
    Tensor w = Scales.centred(in, 1, 3, 0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    Conv.convolve(in, geometry, group, x, w, y);
    return List.of(y);
  }
}
