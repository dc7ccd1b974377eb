package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** The sequence with a tensor put in before a position; at the end without one. */
public record SequenceInsert() implements Op {
  public static final OpType<SequenceInsert> TYPE =
      OpType.<SequenceInsert>named("SequenceInsert")
          .inputs(2, 3)
          .since(11, a -> new SequenceInsert());

  @Override
  public OpType<SequenceInsert> type() {
    return TYPE;
  }

  @Override
  public List<SequenceType> infer(Inputs in) {
    DType dtype = in.dtype(1);
    if (Sequences.type(in, 0).element() instanceof TensorType element
        && element.dtype() != null
        && element.dtype() != dtype) {
      throw in.typeError("a tensor of " + dtype + " does not go into " + in.type(0));
    }
    if (in.has(2)) {
      Sequences.checkPosition(in, 2);
    }
    return List.of(Sequences.of(dtype));
  }

  @Override
  public List<SequenceDatum> reference(Inputs in) {
    List<Datum> elements = new ArrayList<>(in.sequence(0).elements());
    int length = elements.size();
    elements.add(Sequences.position(in, 2, length, length, length), in.tensor(1));
    return List.of(new SequenceDatum(infer(in).get(0), elements));
  }
}
