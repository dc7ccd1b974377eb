package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** The number of elements, as an int64 scalar. */
public record SequenceLength() implements Op {
  public static final OpType<SequenceLength> TYPE =
      OpType.<SequenceLength>named("SequenceLength").since(11, a -> new SequenceLength());

  @Override
  public OpType<SequenceLength> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Sequences.type(in, 0);
    return List.of(new TensorType(DType.INT64, Shape.SCALAR));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(Tensor.ofLongs(DType.INT64, Shape.SCALAR, in.sequence(0).elements().size()));
  }
}
