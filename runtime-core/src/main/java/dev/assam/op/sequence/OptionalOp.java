package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.control.Types;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.ValueType;
import java.util.List;

/** An optional with the input as its value; without an input, none of the {@code element} type. */
public record OptionalOp(ValueType element) implements Op {
  public static final OpType<OptionalOp> TYPE =
      OpType.<OptionalOp>named("Optional")
          .inputs(0, 1)
          .since(15, a -> new OptionalOp(a.getType("type")));

  @Override
  public OpType<OptionalOp> type() {
    return TYPE;
  }

  @Override
  public List<OptionalType> infer(Inputs in) {
    if (!in.has(0) && element == null) {
      throw in.typeError("neither an input nor the attribute type is given");
    }
    return List.of(new OptionalType(Types.anyShape(in.has(0) ? in.type(0) : element)));
  }

  @Override
  public List<OptionalDatum> reference(Inputs in) {
    return List.of(new OptionalDatum(infer(in).get(0), in.has(0) ? in.datum(0) : null));
  }
}
