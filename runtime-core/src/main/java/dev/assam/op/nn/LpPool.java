package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[n,c,q] = (Σ |X[n,c,q·stride − pad + k·dilation]|^p)^(1/p) over the kernel's elements k inside
 * X; X [N, C, spatial…].
 */
public record LpPool(WindowAttributes window, int p) implements Op {
  public static final OpType<LpPool> TYPE =
      OpType.<LpPool>named("LpPool")
          .since(18, a -> new LpPool(WindowAttributes.pool(a, true, true), a.getInt("p", 2)))
          .since(2, a -> new LpPool(WindowAttributes.pool(a, false, false), a.getInt("p", 2)));

  @Override
  public OpType<LpPool> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    checkP(in, p);
    Window geometry = Window.pool(in, window, in.ranked(0));
    return List.of(new TensorType(dtype, geometry.poolShape(in.ranked(0))));
  }

  static void checkP(Inputs in, int p) {
    if (p < 1) {
      throw in.shapeError("p is " + p + " (allowed: 1 or more)");
    }
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Window geometry = Window.pool(in, window, x.shape());
    Tensor y = Tensor.allocate(x.dtype(), geometry.poolShape(x.shape()));
    if (y.size() == 0) {
      return List.of(y);
    }
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    int[] offsets = new int[geometry.maxTaps()];
    for (int q = 0; q < outPlane; q++) {
      in.checkTime();
      int taps = geometry.taps(q, offsets, null);
      for (int plane = 0; plane < y.size() / outPlane; plane++) {
        double sum = 0;
        for (int t = 0; t < taps; t++) {
          sum += Math.pow(Math.abs(x.getDouble(plane * inPlane + offsets[t])), p);
        }
        y.setDouble(plane * outPlane + q, Math.pow(sum, 1.0 / p));
      }
    }
    return List.of(y);
  }
}
