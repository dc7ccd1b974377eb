package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.control.Types;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.ValueType;
import java.util.Collections;
import java.util.List;

/** The value of an optional; a tensor or a sequence is its own. */
public record OptionalGetElement() implements Op {
  public static final OpType<OptionalGetElement> TYPE =
      OpType.<OptionalGetElement>named("OptionalGetElement")
          .since(15, a -> new OptionalGetElement());

  @Override
  public OpType<OptionalGetElement> type() {
    return TYPE;
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    ValueType type = in.type(0);
    return Collections.singletonList(
        type instanceof OptionalType optional ? Types.anyShape(optional.element()) : type);
  }

  @Override
  public List<Datum> reference(Inputs in) {
    if (!(in.datum(0) instanceof OptionalDatum optional)) {
      return List.of(in.datum(0));
    }
    if (!optional.isPresent()) {
      throw in.typeError("the optional has no value");
    }
    return List.of(optional.value());
  }
}
