package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.linear.Products;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[n,c,p] = mean of X[n,c,p·stride − pad + k·dilation] over the kernel's elements k inside X, or
 * with {@code countIncludePad} inside X and its padding of zeros; X [N, C, spatial…].
 */
public record AveragePool(WindowAttributes window, boolean countIncludePad) implements Op {
  public static final OpType<AveragePool> TYPE =
      OpType.<AveragePool>named("AveragePool")
          .since(19, a -> make(a, WindowAttributes.pool(a, true, true)))
          .since(10, a -> make(a, WindowAttributes.pool(a, false, true)))
          .since(7, a -> make(a, WindowAttributes.pool(a, false, false)))
          .since(1, a -> new AveragePool(WindowAttributes.pool(a, false, false), false));

  private static AveragePool make(Attributes a, WindowAttributes window) {
    return new AveragePool(window, a.getBoolean("count_include_pad", false));
  }

  @Override
  public OpType<AveragePool> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Window geometry = Window.pool(in, window, in.ranked(0));
    return List.of(new TensorType(dtype, geometry.poolShape(in.ranked(0))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = Products.widen(in.tensor(0));
    Window geometry = Window.pool(in, window, x.shape());
    Tensor y = Tensor.allocate(x.dtype(), geometry.poolShape(x.shape()));
    if (y.size() == 0) {
      return List.of(Tensor.allocate(in.dtype(0), y.shape()));
    }
    int[] offsets = new int[geometry.maxTaps()];
    for (int p = 0; p < geometry.outputSize(); p++) {
      in.checkTime();
      int taps = geometry.taps(p, offsets, null);
      double count = countIncludePad ? geometry.paddedTaps(p) : Math.max(1, taps);
      if (x.dtype() == DType.FLOAT32) {
        meansF32(geometry, x.floats(), y.floats(), y.size(), p, offsets, taps, count);
      } else {
        means(geometry, x, y, p, offsets, taps, count);
      }
    }
    return List.of(Precision.narrow(y, in.dtype(0)));
  }

  private static void meansF32(
      Window geometry, Floats x, Floats y, int size, int p, int[] offsets, int taps, double count) {
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    for (int plane = 0; plane < size / outPlane; plane++) {
      double sum = 0;
      for (int t = 0; t < taps; t++) {
        sum += x.get(plane * inPlane + offsets[t]);
      }
      y.set(plane * outPlane + p, (float) (sum / count));
    }
  }

  private static void means(
      Window geometry, Tensor x, Tensor y, int p, int[] offsets, int taps, double count) {
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    for (int plane = 0; plane < y.size() / outPlane; plane++) {
      double sum = 0;
      for (int t = 0; t < taps; t++) {
        sum += x.getDouble(plane * inPlane + offsets[t]);
      }
      y.setDouble(plane * outPlane + p, sum / count);
    }
  }
}
