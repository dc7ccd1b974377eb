package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.control.Types;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.util.Collections;
import java.util.List;

/** The element at a position, which counts from the end if negative. */
public record SequenceAt() implements Op {
  public static final OpType<SequenceAt> TYPE =
      OpType.<SequenceAt>named("SequenceAt").inputs(2).since(11, a -> new SequenceAt());

  @Override
  public OpType<SequenceAt> type() {
    return TYPE;
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    Sequences.checkPosition(in, 1);
    return Collections.singletonList(Types.anyShape(Sequences.type(in, 0).element()));
  }

  @Override
  public List<Datum> reference(Inputs in) {
    List<? extends Datum> elements = in.sequence(0).elements();
    return List.of(
        elements.get(Sequences.position(in, 1, elements.size(), 0, elements.size() - 1)));
  }
}
