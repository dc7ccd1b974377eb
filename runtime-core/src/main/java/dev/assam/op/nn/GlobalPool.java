package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * Y[n,c] = mean, max or (Σ |X|^p)^(1/p) of X[n,c] over all spatial dimensions, which become 1; X
 * [N, C, spatial…].
 */
public record GlobalPool(Kind kind, int p) implements Op {
  /** What is made of the elements. */
  public enum Kind {
    AVERAGE,
    MAX,
    LP
  }

  public static final OpType<GlobalPool> AVERAGE =
      OpType.<GlobalPool>named("GlobalAveragePool").since(1, a -> new GlobalPool(Kind.AVERAGE, 0));
  public static final OpType<GlobalPool> LP =
      OpType.<GlobalPool>named("GlobalLpPool")
          .since(2, a -> new GlobalPool(Kind.LP, a.getInt("p", 2)));
  public static final OpType<GlobalPool> MAX =
      OpType.<GlobalPool>named("GlobalMaxPool").since(1, a -> new GlobalPool(Kind.MAX, 0));

  @Override
  public OpType<GlobalPool> type() {
    return switch (kind) {
      case AVERAGE -> AVERAGE;
      case LP -> LP;
      case MAX -> MAX;
    };
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    if (kind == Kind.LP) {
      LpPool.checkP(in, p);
    }
    return List.of(new TensorType(dtype, shape(in)));
  }

  private static Shape shape(Inputs in) {
    Shape x = in.ranked(0);
    if (x.rank() < 2) {
      throw in.shapeError("X is " + x + " (allowed: rank 2 or more)");
    }
    int[] dims = x.toArray();
    Arrays.fill(dims, 2, dims.length, 1);
    return Shape.of(dims);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.dtype(), shape(in));
    int plane = y.size() == 0 ? 0 : x.size() / y.size();
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(
          i,
          switch (kind) {
            case AVERAGE -> Moments.mean(x, i * plane, plane);
            case MAX -> Softmax.max(x, i * plane, 1, plane);
            case LP -> norm(x, i * plane, plane);
          });
    }
    return List.of(y);
  }

  private double norm(Tensor x, int at, int count) {
    double sum = 0;
    for (int i = at; i < at + count; i++) {
      sum += Math.pow(Math.abs(x.getDouble(i)), p);
    }
    return Math.pow(sum, 1.0 / p);
  }
}
