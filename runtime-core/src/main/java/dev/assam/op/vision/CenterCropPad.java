package dev.assam.op.vision;

import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The middle of the input, or the input in the middle of zeros, so that {@code axes} (null for all)
 * get the dimensions of the second input; an odd element is cut off or added at the end.
 */
public record CenterCropPad(List<Integer> axes) implements Op {
  public static final OpType<CenterCropPad> TYPE =
      OpType.<CenterCropPad>named("CenterCropPad")
          .inputs(2)
          .since(18, a -> new CenterCropPad(a.getInts("axes")));

  @Override
  public OpType<CenterCropPad> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(new TensorType(in.dtype(0, DTypes.ALL), outputShape(in)));
  }

  private Shape outputShape(Inputs in) {
    int[] dims = in.shape(0).toArray();
    long[] wanted = in.longs(1);
    int count = axes == null ? dims.length : axes.size();
    if (wanted.length != count) {
      throw in.shapeError("shape has " + wanted.length + " values (allowed: " + count + ")");
    }
    for (int i = 0; i < count; i++) {
      dims[axes == null ? i : in.axis(axes.get(i), dims.length)] = in.dimension(wanted[i]);
    }
    return Shape.of(dims);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.dtype(), outputShape(in));
    int[] xStrides = x.shape().strides();
    int[] yStrides = y.shape().strides();
    int[] common = new int[xStrides.length];
    int from = 0;
    int to = 0;
    for (int d = 0; d < common.length; d++) {
      int difference = x.shape().dim(d) - y.shape().dim(d);
      common[d] = Math.min(x.shape().dim(d), y.shape().dim(d));
      from += difference > 0 ? difference / 2 * xStrides[d] : 0;
      to += difference < 0 ? -difference / 2 * yStrides[d] : 0;
    }
    Odometer at = new Odometer(Shape.of(common), xStrides, yStrides);
    for (int i = Shape.of(common).size(); i > 0; i--, at.next()) {
      y.copyFrom(to + at.at(1), x, from + at.at(0), 1);
    }
    return List.of(y);
  }
}
