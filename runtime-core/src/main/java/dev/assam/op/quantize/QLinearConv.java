package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.Window;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;

/**
 * Y = X ∗ W + B of quantised tensors. Inputs: X, its scale and zero point, W, its scale and zero
 * point (one, or one for each output channel), the scale and zero point of Y, and B as int32 with
 * the scale of X times that of W.
 */
public record QLinearConv(WindowAttributes window, int group) implements Op {
  public static final OpType<QLinearConv> TYPE =
      OpType.<QLinearConv>named("QLinearConv")
          .inputs(8, 9)
          .since(10, a -> new QLinearConv(WindowAttributes.conv(a), a.getInt("group", 1)));

  @Override
  public OpType<QLinearConv> type() {
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
    Shape x = in.ranked(0);
    Shape w = in.shape(3);
    Window geometry = new Conv(window, group).geometry(in, x, w);
    for (int i : new int[] {1, 2, 6, 7}) {
      Scales.checkPerAxis(in, i, 1);
    }
    Scales.checkPerAxis(in, 4, w.dim(0));
    Scales.checkPerAxis(in, 5, w.dim(0));
    if (in.has(8)) {
      in.dtype(8, EnumSet.of(DType.INT32));
      if (in.shape(8, 1).dim(0) != w.dim(0)) {
        throw in.shapeError("B is " + in.shape(8) + " (allowed: [" + w.dim(0) + "])");
      }
    }
    return List.of(new TensorType(in.dtype(7), geometry.outputShape(x.dim(0), w.dim(0))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Window geometry = new Conv(window, group).geometry(in, in.shape(0), in.shape(3));
    Tensor x = Scales.centred(in, 0, 2, 0);
    Tensor w = Scales.centred(in, 3, 5, 0);
    Tensor sums = Tensor.allocate(DType.INT32, infer(in).get(0).shape());
    Conv.convolve(in, geometry, group, x, w, sums);
    if (in.has(8) && sums.size() > 0) {
      int channels = sums.shape().dim(1);
      int plane = (int) sums.shape().product(2, sums.shape().rank());
      for (int i = 0; i < sums.size(); i++) {
        sums.ints().set(i, sums.ints().get(i) + in.tensor(8).ints().get(i / plane % channels));
      }
    }
    return List.of(Requantized.of(in, sums, 0, 1));
  }
}
