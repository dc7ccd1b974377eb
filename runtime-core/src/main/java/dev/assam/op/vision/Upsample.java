package dev.assam.op.vision;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.vision.Interpolation.Axis;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[i] = X[⌊i / scale⌋], or linear between X's elements: what Resize was before opset 10. The
 * scales are an input, or before opset 9 an attribute.
 */
public record Upsample(Interpolation interpolation, List<Float> scales) implements Op {
  public static final OpType<Upsample> TYPE =
      OpType.<Upsample>named("Upsample")
          .inputs(1, 2)
          .since(9, a -> new Upsample(Interpolation.simple(a), null))
          .since(
              7,
              a -> {
                a.require("scales");
                return new Upsample(Interpolation.simple(a), a.getFloats("scales"));
              });

  @Override
  public OpType<Upsample> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, interpolation.mode().equals("nearest") ? DTypes.ALL : DTypes.NUMBERS);
    Axis[] geometry = geometry(in);
    int[] dims = new int[geometry.length];
    for (int d = 0; d < dims.length; d++) {
      dims[d] = geometry[d].output();
    }
    return List.of(new TensorType(dtype, Shape.of(dims)));
  }

  /** For each axis of X which of its elements make which of Y's; null where nothing changes. */
  public List<Interpolation.Taps> taps(Inputs in) {
    return interpolation.taps(geometry(in));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(interpolation.resize(in, in.tensor(0), geometry(in)));
  }

  private Axis[] geometry(Inputs in) {
    Shape x = in.shape(0);
    Tensor values = null;
    if (scales == null) {
      in.dtype(1, DTypes.FLOATS);
      values = in.tensor(1);
    }
    int count = scales == null ? values.size() : scales.size();
    if (count != x.rank()) {
      throw in.shapeError(count + " scales for X of shape " + x + " (allowed: " + x.rank() + ")");
    }
    Axis[] axes = new Axis[count];
    for (int d = 0; d < count; d++) {
      double scale = scales == null ? values.getDouble(d) : scales.get(d);
      axes[d] = Axis.scaled(in, x.dim(d), scale);
    }
    return axes;
  }
}
