package dev.assam.op.quantize;

import dev.assam.op.Elements;
import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;

/** The end of the QLinear operators: int32 sums to quantised results. */
final class Requantized {
  private Requantized() {}

  /**
   * Y = saturate(round(sums · a's scale · b's scale / y's scale) + y's zero point), the scales
   * being inputs 1, 4 and 6 and the zero point input 7.
   *
   * @param aAxis axis of the sums along which a's scale lies if it is not a single one
   * @param bAxis the same for b's scale
   */
  static Tensor of(Inputs in, Tensor sums, int aAxis, int bAxis) {
    DType dtype = in.dtype(7);
    Tensor y = Tensor.allocate(dtype, sums.shape());
    Tensor a = in.tensor(1);
    Tensor b = in.tensor(4);
    double out = in.tensor(6).getDouble(0);
    long zero = in.tensor(7).getLong(0);
    Scales aLayout = Scales.of(sums.shape(), a, aAxis);
    Scales bLayout = Scales.of(sums.shape(), b, bAxis);
    double[] values = new double[Math.min(Scales.BLOCK, y.size())];
    double[] aScales = new double[values.length];
    double[] bScales = new double[values.length];
    for (int i = 0; i < y.size(); ) {
      int count = Math.min(values.length, y.size() - i);
      count = aLayout.run(i, bLayout.run(i, count));
      Elements.read(sums, i, 1, values, 0, count);
      Elements.read(a, aLayout.at(i), aLayout.step(), aScales, 0, count);
      Elements.read(b, bLayout.at(i), bLayout.step(), bScales, 0, count);
      for (int k = 0; k < count; k++) {
        values[k] = Scales.saturate(values[k] * (aScales[k] * bScales[k] / out), zero, dtype);
      }
      Elements.write(values, y, i, count);
      i += count;
    }
    return y;
  }
}
