package dev.assam.op.move;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X with the first length[b] steps of each batch b in reverse order. */
public record ReverseSequence(int batchAxis, int timeAxis) implements Op {
  public static final OpType<ReverseSequence> TYPE =
      OpType.<ReverseSequence>named("ReverseSequence").inputs(2).since(10, ReverseSequence::of);

  private static ReverseSequence of(Attributes a) {
    int batch = a.getInt("batch_axis", 1);
    int time = a.getInt("time_axis", 0);
    if (batch + (long) time != 1 || batch < 0 || time < 0) {
      throw a.error("time_axis", time + " with batch_axis " + batch + " (allowed: 0 and 1)");
    }
    return new ReverseSequence(batch, time);
  }

  @Override
  public OpType<ReverseSequence> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(1, DTypes.INDICES);
    Shape shape = in.shape(0);
    if (shape.rank() < 2) {
      throw in.shapeError("input 0 has shape " + shape + " (allowed: rank 2 or more)");
    }
    if (in.shape(1, 1).dim(0) != shape.dim(batchAxis)) {
      throw in.shapeError(in.shape(1) + " lengths for the batches of " + shape);
    }
    return List.of(in.tensorType(0));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor lengths = in.tensor(1);
    Tensor y = Tensor.allocate(x.type());
    Shape shape = x.shape();
    int steps = shape.dim(timeAxis);
    for (int b = 0; b < lengths.size(); b++) {
      if (lengths.getLong(b) < 0 || lengths.getLong(b) > steps) {
        throw in.shapeError("length " + lengths.getLong(b) + " (allowed 0.." + steps + ")");
      }
    }
    if (y.size() == 0) {
      return List.of(y);
    }
    int columns = shape.dim(1);
    int inner = (int) shape.product(2, shape.rank());
    for (int row = 0; row < shape.dim(0); row++) {
      for (int column = 0; column < columns; column++) {
        int step = timeAxis == 0 ? row : column;
        int batch = timeAxis == 0 ? column : row;
        int length = (int) lengths.getLong(batch);
        int source = step < length ? length - 1 - step : step;
        int from = timeAxis == 0 ? source * columns + batch : batch * columns + source;
        y.copyFrom((row * columns + column) * inner, x, from * inner, inner);
      }
    }
    return List.of(y);
  }
}
