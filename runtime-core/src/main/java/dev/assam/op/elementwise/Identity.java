package dev.assam.op.elementwise;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.List;

/** The input itself, be it a tensor, a sequence or an optional. */
public record Identity() implements Op {
  public static final OpType<Identity> TYPE =
      OpType.<Identity>named("Identity").since(1, a -> new Identity());

  @Override
  public OpType<Identity> type() {
    return TYPE;
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    return List.of(in.type(0));
  }

  @Override
  public long[] sizes(Inputs in) {
    return in.type(0) instanceof TensorType ? in.sizes(0) : null;
  }

  @Override
  public List<Datum> reference(Inputs in) {
    return List.of(in.datum(0));
  }
}
