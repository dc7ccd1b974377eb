package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The inputs, tensors of one element type, as a sequence. */
public record SequenceConstruct() implements Op {
  public static final OpType<SequenceConstruct> TYPE =
      OpType.<SequenceConstruct>named("SequenceConstruct")
          .inputs(1, Integer.MAX_VALUE)
          .since(11, a -> new SequenceConstruct());

  @Override
  public OpType<SequenceConstruct> type() {
    return TYPE;
  }

  @Override
  public List<SequenceType> infer(Inputs in) {
    for (int i = 0; i < in.size(); i++) {
      in.sameDType(0, i, DTypes.ALL);
    }
    return List.of(Sequences.of(in.dtype(0)));
  }

  @Override
  public List<SequenceDatum> reference(Inputs in) {
    List<Tensor> elements = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      elements.add(in.tensor(i));
    }
    return List.of(new SequenceDatum(infer(in).get(0), elements));
  }
}
