package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.control.Types;
import dev.assam.tensor.Datum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import java.util.ArrayList;
import java.util.List;

/** The sequence without the element at a position; without the last if no position is given. */
public record SequenceErase() implements Op {
  public static final OpType<SequenceErase> TYPE =
      OpType.<SequenceErase>named("SequenceErase").inputs(1, 2).since(11, a -> new SequenceErase());

  @Override
  public OpType<SequenceErase> type() {
    return TYPE;
  }

  @Override
  public List<SequenceType> infer(Inputs in) {
    if (in.has(1)) {
      Sequences.checkPosition(in, 1);
    }
    return List.of(new SequenceType(Types.anyShape(Sequences.type(in, 0).element())));
  }

  @Override
  public List<SequenceDatum> reference(Inputs in) {
    List<Datum> elements = new ArrayList<>(in.sequence(0).elements());
    int last = elements.size() - 1;
    elements.remove(Sequences.position(in, 1, elements.size(), last, last));
    return List.of(new SequenceDatum(infer(in).get(0), elements));
  }
}
