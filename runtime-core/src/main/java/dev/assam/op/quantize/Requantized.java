package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;

/** The end of the QLinear operators: int32 sums to quantised results. */
final class Requantized {
  private Requantized() {}

  /**
   * Y = saturate(round(sums · a's scale · b's scale / y's scale) + y's zero point).
   *
   * @param bScale input with one value or one for each index along {@code axis} of the sums
   */
  static Tensor of(
      Inputs in, Tensor sums, int aScale, int bScale, int yScale, int yZero, int axis) {
    DType dtype = in.dtype(yZero);
    Tensor y = Tensor.allocate(dtype, sums.shape());
    Tensor a = in.tensor(aScale);
    Tensor b = in.tensor(bScale);
    double out = in.tensor(yScale).getDouble(0);
    long zero = in.tensor(yZero).getLong(0);
    int rank = sums.shape().rank();
    int inner = b.size() == 1 ? 1 : (int) sums.shape().product(axis + 1, rank);
    int length = b.size() == 1 ? 1 : sums.shape().dim(axis);
    int rows = a.size() == 1 ? 1 : a.size();
    int columns = rank == 0 ? 1 : sums.shape().dim(rank - 1);
    for (int i = 0; i < y.size(); i++) {
      double scale =
          a.getDouble(rows == 1 ? 0 : i / columns % rows)
              * b.getDouble(b.size() == 1 ? 0 : i / inner % length)
              / out;
      y.setLong(i, Scales.saturate(sums.ints().get(i) * scale, zero, dtype));
    }
    return y;
  }
}
