package dev.assam.op.nn;

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
 * Undoes MaxPool: Y is 0 but for Y[I[i]] = X[i], the indices counted in the flattened input of the
 * MaxPool with these attributes; X and I [N, C, spatial…]. With the optional output_shape that
 * tensor is the corner of a larger Y of zeros.
 */
public record MaxUnpool(WindowAttributes window) implements Op {
  public static final OpType<MaxUnpool> TYPE =
      OpType.<MaxUnpool>named("MaxUnpool")
          .inputs(2, 3)
          .since(
              9,
              a -> {
                a.require("kernel_shape");
                return new MaxUnpool(
                    new WindowAttributes(
                        "NOTSET",
                        a.getInts("kernel_shape"),
                        a.getInts("strides"),
                        null,
                        a.getInts("pads"),
                        false));
              });

  @Override
  public OpType<MaxUnpool> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    in.dtype(1, DTypes.INDICES);
    if (!in.shape(1).equals(in.shape(0))) {
      throw in.shapeError("I is " + in.shape(1) + " (allowed: X's shape, " + in.shape(0) + ")");
    }
    return List.of(new TensorType(in.dtype(0), outputShape(in)));
  }

  /** The shape of what was pooled, in which the indices count. */
  public Shape pooledShape(Inputs in) {
    Shape x = in.shape(0);
    if (x.rank() < 3) {
      throw in.shapeError("X is " + x + " (allowed: rank 3 or more)");
    }
    int[] kernel = Window.list(in, window.kernelShape(), x.rank() - 2, "kernel_shape", 1, 1);
    Window geometry = Window.transposed(in, window, null, null, x, kernel);
    return geometry.transposedShape(x.dim(0), x.dim(1));
  }

  private Shape outputShape(Inputs in) {
    Shape pooled = pooledShape(in);
    if (!in.has(2)) {
      return pooled;
    }
    long[] dims = in.longs(2);
    int[] shape = new int[dims.length];
    boolean fits = dims.length == pooled.rank();
    for (int d = 0; d < dims.length; d++) {
      shape[d] = in.dimension(dims[d]);
      fits = fits && shape[d] >= pooled.dim(d);
    }
    if (!fits) {
      throw in.shapeError(
          "output_shape is " + Shape.of(shape) + " (allowed: at least " + pooled + ")");
    }
    return Shape.of(shape);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    Tensor pooled = Tensor.allocate(x.dtype(), pooledShape(in));
    for (int i = 0; i < x.size(); i++) {
      long index = indices.getLong(i);
      if (index < 0 || index >= pooled.size()) {
        throw in.shapeError("index " + index + " (allowed: 0.." + (pooled.size() - 1) + ")");
      }
      pooled.copyFrom((int) index, x, i, 1);
    }
    Shape shape = outputShape(in);
    if (shape.equals(pooled.shape())) {
      return List.of(pooled);
    }
    Tensor y = Tensor.allocate(x.dtype(), shape);
    Odometer at = new Odometer(pooled.shape(), shape.strides());
    for (int i = 0; i < pooled.size(); i++, at.next()) {
      y.copyFrom(at.at(0), pooled, i, 1);
    }
    return List.of(y);
  }
}
