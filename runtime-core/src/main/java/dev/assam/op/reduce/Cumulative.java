package dev.assam.op.reduce;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[…,k,…] = the sum (or {@code product}) of X[…,0..k,…] along the axis in the second input,
 * without k itself if {@code exclusive}, from the end if {@code reverse}.
 */
public record Cumulative(boolean product, boolean exclusive, boolean reverse) implements Op {
  public static final OpType<Cumulative> CUM_PROD =
      OpType.<Cumulative>named("CumProd").inputs(2).since(26, a -> of(true, a));
  public static final OpType<Cumulative> CUM_SUM =
      OpType.<Cumulative>named("CumSum").inputs(2).since(11, a -> of(false, a));

  private static Cumulative of(boolean product, Attributes a) {
    return new Cumulative(
        product, a.getBoolean("exclusive", false), a.getBoolean("reverse", false));
  }

  @Override
  public OpType<Cumulative> type() {
    return product ? CUM_PROD : CUM_SUM;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.NUMBERS);
    in.dtype(1, DTypes.INDICES);
    if (in.isKnown(1)) {
      in.axis(in.scalar(1), in.shape(0).rank());
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    int along = in.axis(in.scalar(1), x.shape().rank());
    int length = x.shape().dim(along);
    int inner = (int) x.shape().product(along + 1, x.shape().rank());
    int lines = length == 0 ? 0 : x.size() / length;
    for (int line = 0; line < lines; line++) {
      int at = line / inner * length * inner + line % inner;
      double real = product ? 1 : 0;
      long whole = product ? 1 : 0;
      for (int k = 0; k < length; k++) {
        int i = at + (reverse ? length - 1 - k : k) * inner;
        if (x.dtype().isFloat()) {
          double before = real;
          real = product ? real * x.getDouble(i) : real + x.getDouble(i);
          y.setDouble(i, exclusive ? before : real);
        } else {
          long before = whole;
          whole = product ? whole * x.getLong(i) : whole + x.getLong(i);
          y.setLong(i, exclusive ? before : whole);
        }
      }
    }
    return List.of(y);
  }
}
