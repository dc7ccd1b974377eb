package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * Y[n,c,…] = X[n,c,…] / (bias + alpha / size · Σ X[n,i,…]²)^beta over the {@code size} channels i
 * around c: ⌊(size − 1)/2⌋ before and ⌈(size − 1)/2⌉ after; X [N, C, spatial…].
 */
public record LRN(int size, float alpha, float beta, float bias) implements Op {
  public static final OpType<LRN> TYPE =
      OpType.<LRN>named("LRN")
          .since(
              1,
              a ->
                  new LRN(
                      a.getInt("size"),
                      a.getFloat("alpha", 1e-4f),
                      a.getFloat("beta", 0.75f),
                      a.getFloat("bias", 1)));

  @Override
  public OpType<LRN> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    Shape x = in.ranked(0);
    if (x.rank() < 2 || size < 1) {
      throw in.shapeError("X is " + x + " (allowed: rank 2 or more, with size 1 or more)");
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    int channels = x.shape().dim(1);
    int plane = x.size() == 0 ? 1 : x.size() / x.shape().dim(0) / channels;
    double[] squares = new double[plane];
    for (int at = 0; at < x.size(); at += plane) {
      int c = at / plane % channels;
      int first = Math.max(0, c - (size - 1) / 2);
      int last = (int) Math.min(channels - 1, c + size / 2L);
      Arrays.fill(squares, 0);
      for (int i = first; i <= last; i++) {
        in.checkTime();
        addSquares(x, at + (i - c) * plane, squares);
      }
      for (int i = 0; i < plane; i++) {
        double base = bias + alpha / size * squares[i];
        y.setDouble(at + i, x.getDouble(at + i) / Math.pow(base, beta));
      }
    }
    return List.of(y);
  }

  private static void addSquares(Tensor x, int at, double[] squares) {
    for (int i = 0; i < squares.length; i++) {
      double value = x.getDouble(at + i);
      squares[i] += value * value;
    }
  }
}
