package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Whether there is a value: false for an optional without one and for no input at all. */
public record OptionalHasElement() implements Op {
  public static final OpType<OptionalHasElement> TYPE =
      OpType.<OptionalHasElement>named("OptionalHasElement")
          .inputs(0, 1)
          .since(15, a -> new OptionalHasElement());

  @Override
  public OpType<OptionalHasElement> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(new TensorType(DType.BOOL, Shape.SCALAR));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    boolean present =
        in.has(0) && !(in.datum(0) instanceof OptionalDatum optional && !optional.isPresent());
    return List.of(Tensor.ofBooleans(Shape.SCALAR, present));
  }
}
