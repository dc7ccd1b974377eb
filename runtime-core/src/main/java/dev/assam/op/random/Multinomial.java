package dev.assam.op.random;

import dev.assam.memory.Doubles;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[batch, samples], numbers of classes drawn with replacement; X[batch, classes] holds logarithms
 * of their probabilities but for a constant.
 */
public record Multinomial(DType dtype, int sampleSize, Float seed) implements Op {
  public static final OpType<Multinomial> TYPE =
      OpType.<Multinomial>named("Multinomial")
          .impure()
          .since(
              7,
              a ->
                  new Multinomial(
                      a.getDType("dtype", DType.INT32),
                      a.getInt("sample_size", 1),
                      RandomUniform.seed(a)));

  @Override
  public OpType<Multinomial> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    if (!DTypes.INDICES.contains(dtype)) {
      throw in.typeError("output of " + dtype + " (allowed: " + DTypes.INDICES + ")");
    }
    Shape x = in.shape(0, 2);
    if (x.dim(1) == 0) {
      throw in.shapeError("input 0 has shape " + x + " (allowed: 1 class or more)");
    }
    return List.of(new TensorType(dtype, Shape.of(x.dim(0), in.dimension(sampleSize))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int classes = x.shape().dim(1);
    Tensor y = Tensor.allocate(dtype, Shape.of(x.shape().dim(0), sampleSize));
    RandomSource random = RandomSource.of(in, seed);
    Doubles sums = Storage.allocate(Kind.DOUBLES, y.size() == 0 ? 0 : classes).doubles();
    for (int i = 0; i < y.size(); i++) {
      if (i % sampleSize == 0) {
        cumulate(x, i / sampleSize * classes, sums, classes);
      }
      double u = random.uniform() * sums.get(classes - 1);
      int chosen = 0;
      while (chosen < classes - 1 && sums.get(chosen) <= u) {
        chosen++;
      }
      y.setLong(i, chosen);
    }
    return List.of(y);
  }

  /** Sums of exp(x − max x) up to each class. */
  private static void cumulate(Tensor x, int at, Doubles sums, int classes) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, x.getDouble(at + c));
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(x.getDouble(at + c) - max);
      sums.set(c, sum);
    }
  }
}
