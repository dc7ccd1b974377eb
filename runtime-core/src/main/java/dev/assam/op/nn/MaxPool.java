package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Y[n,c,p] = max of X[n,c,p·stride − pad + k·dilation] over the kernel's elements k inside X; the
 * optional Indices say where in X, flattened, the first maximum lies ({@code storageOrder} 1: the
 * spatial dimensions flattened column-major). X [N, C, spatial…].
 */
public record MaxPool(WindowAttributes window, int storageOrder) implements Op {
  public static final OpType<MaxPool> TYPE =
      OpType.<MaxPool>named("MaxPool")
          .outputs(1, 2)
          .since(
              10,
              a -> new MaxPool(WindowAttributes.pool(a, true, true), a.getInt("storage_order", 0)))
          .since(
              8,
              a ->
                  new MaxPool(WindowAttributes.pool(a, false, false), a.getInt("storage_order", 0)))
          .since(1, a -> new MaxPool(WindowAttributes.pool(a, false, false), 0));

  private static final Set<DType> DTYPES = EnumSet.of(DType.INT8, DType.UINT8);

  static {
    DTYPES.addAll(DTypes.FLOATS);
  }

  @Override
  public OpType<MaxPool> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTYPES);
    if (storageOrder != 0 && storageOrder != 1) {
      throw in.shapeError("storage_order is " + storageOrder + " (allowed: 0, 1)");
    }
    Shape y = Window.pool(in, window, in.ranked(0)).poolShape(in.ranked(0));
    return List.of(new TensorType(dtype, y), new TensorType(DType.INT64, y));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Window geometry = Window.pool(in, window, x.shape());
    Shape shape = geometry.poolShape(x.shape());
    if (!in.wants(1) && x.dtype() == DType.FLOAT32) {
      Tensor y = Tensor.allocate(x.dtype(), shape);
      maximaF32(in, geometry, x, y);
      return List.of(y);
    }
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(Tensor.allocate(x.dtype(), shape));
    if (in.wants(1)) {
      outputs.add(Tensor.allocate(DType.INT64, shape));
    }
    maximaAndIndices(in, geometry, x, outputs);
    return outputs;
  }

  private static void maximaF32(Inputs in, Window geometry, Tensor x, Tensor y) {
    if (y.size() == 0) {
      return;
    }
    Floats from = x.floats();
    Floats to = y.floats();
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    int[] offsets = new int[geometry.maxTaps()];
    for (int p = 0; p < outPlane; p++) {
      in.checkTime();
      int taps = geometry.taps(p, offsets, null);
      for (int plane = 0; plane < y.size() / outPlane; plane++) {
        float max = Float.NEGATIVE_INFINITY;
        for (int t = 0; t < taps; t++) {
          max = Math.max(max, from.get(plane * inPlane + offsets[t]));
        }
        to.set(plane * outPlane + p, max);
      }
    }
  }

  private void maximaAndIndices(Inputs in, Window geometry, Tensor x, List<Tensor> outputs) {
    Tensor y = outputs.get(0);
    if (y.size() == 0) {
      return;
    }
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    int[] offsets = new int[geometry.maxTaps()];
    for (int p = 0; p < outPlane; p++) {
      in.checkTime();
      int taps = geometry.taps(p, offsets, null);
      for (int plane = 0; plane < y.size() / outPlane; plane++) {
        double max = lowest(x.dtype());
        int best = taps == 0 ? 0 : offsets[0];
        for (int t = 0; t < taps; t++) {
          double value = x.getDouble(plane * inPlane + offsets[t]);
          if (value > max || Double.isNaN(value)) {
            max = value;
            best = offsets[t];
          }
        }
        y.setDouble(plane * outPlane + p, max);
        if (outputs.size() > 1) {
          int at = storageOrder == 0 || taps == 0 ? best : columnMajor(geometry, best);
          outputs.get(1).setLong(plane * outPlane + p, (long) plane * inPlane + at);
        }
      }
    }
  }

  private static double lowest(DType dtype) {
    return dtype.isFloat() ? Double.NEGATIVE_INFINITY : dtype == DType.INT8 ? -128 : 0;
  }

  private static int columnMajor(Window geometry, int offset) {
    int at = 0;
    int above = geometry.inputSize();
    for (int d = geometry.rank() - 1; d >= 0; d--) {
      above /= geometry.input(d);
      at += offset % geometry.input(d) * above;
      offset /= geometry.input(d);
    }
    return at;
  }
}
