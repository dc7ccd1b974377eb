package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import java.util.List;

/** A sequence without elements. */
public record SequenceEmpty(DType dtype) implements Op {
  public static final OpType<SequenceEmpty> TYPE =
      OpType.<SequenceEmpty>named("SequenceEmpty")
          .inputs(0)
          .since(11, a -> new SequenceEmpty(a.getDType("dtype", DType.FLOAT32)));

  @Override
  public OpType<SequenceEmpty> type() {
    return TYPE;
  }

  @Override
  public List<SequenceType> infer(Inputs in) {
    return List.of(Sequences.of(dtype));
  }

  @Override
  public List<SequenceDatum> reference(Inputs in) {
    return List.of(new SequenceDatum(Sequences.of(dtype), List.of()));
  }
}
