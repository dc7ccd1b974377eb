package dev.assam.op.ml;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** The columns of X, along its last axis, that the indices name. */
public record ArrayFeatureExtractor() implements Op {
  public static final OpType<ArrayFeatureExtractor> TYPE =
      OpType.<ArrayFeatureExtractor>named("ArrayFeatureExtractor")
          .domain(Ml.DOMAIN)
          .inputs(2)
          .since(1, a -> new ArrayFeatureExtractor());

  @Override
  public OpType<ArrayFeatureExtractor> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.INDICES);
    Shape shape = in.shape(0);
    if (shape.rank() == 0) {
      throw in.shapeError("input 0 has shape " + shape + " (allowed: rank 1 or more)");
    }
    int count = in.dimension(in.shape(1).elements());
    Shape y = shape.rank() == 1 ? Shape.of(1, count) : shape.with(shape.rank() - 1, count);
    return List.of(new TensorType(in.tensorType(0).dtype(), y));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor indices = in.tensor(1);
    Tensor y = Tensor.allocate(infer(in).get(0));
    int columns = x.shape().dim(x.shape().rank() - 1);
    int[] offsets = new int[indices.size()];
    for (int k = 0; k < offsets.length; k++) {
      long index = indices.getLong(k);
      if (index < 0 || index >= columns) {
        throw in.shapeError("index " + index + " for " + x + " (allowed 0.." + (columns - 1) + ")");
      }
      offsets[k] = (int) index;
    }
    int rows = offsets.length == 0 ? 0 : y.size() / offsets.length;
    for (int row = 0; row < rows; row++) {
      Moves.pick(x, row * columns, offsets, y, row * offsets.length, 1);
    }
    return List.of(y);
  }
}
