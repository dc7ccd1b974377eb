package dev.assam.op.ml;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.move.Concat;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** The inputs' columns, as many of each as {@code sizes} says, side by side as float32. */
public record FeatureVectorizer(List<Integer> sizes) implements Op {
  public static final OpType<FeatureVectorizer> TYPE =
      OpType.<FeatureVectorizer>named("FeatureVectorizer")
          .domain(Ml.DOMAIN)
          .inputs(1, Integer.MAX_VALUE)
          .since(1, a -> new FeatureVectorizer(a.getInts("inputdimensions")));

  @Override
  public OpType<FeatureVectorizer> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    long columns = 0;
    for (int i = 0; i < in.size(); i++) {
      in.dtype(i, Ml.INPUTS);
      Shape shape = in.shape(i);
      int own = columns(shape);
      if (shape.rank() < 1
          || shape.rank() > 2
          || rows(shape) != rows(in.shape(0))
          || sizes != null && (sizes.size() != in.size() || sizes.get(i) != own)) {
        throw in.shapeError("input " + i + " has shape " + shape + " for columns of " + sizes);
      }
      columns += own;
    }
    return List.of(
        new TensorType(DType.FLOAT32, Shape.of(rows(in.shape(0)), in.dimension(columns))));
  }

  private static int rows(Shape shape) {
    return shape.rank() == 2 ? shape.dim(0) : 1;
  }

  private static int columns(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      Tensor x = in.tensor(i);
      Tensor part = Tensor.allocate(DType.FLOAT32, Shape.of(rows(x.shape()), columns(x.shape())));
      for (int k = 0; k < x.size(); k++) {
        part.setDouble(k, x.getDouble(k));
      }
      parts.add(part);
    }
    return List.of(Concat.join(parts, infer(in).get(0), 1));
  }
}
