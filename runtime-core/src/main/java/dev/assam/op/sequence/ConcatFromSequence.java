package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.control.Types;
import dev.assam.op.move.Concat;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The elements joined along {@code axis}, a new one when {@code newAxis}. */
public record ConcatFromSequence(int axis, boolean newAxis) implements Op {
  public static final OpType<ConcatFromSequence> TYPE =
      OpType.<ConcatFromSequence>named("ConcatFromSequence")
          .since(
              11, a -> new ConcatFromSequence(a.getInt("axis"), a.getBoolean("new_axis", false)));

  @Override
  public OpType<ConcatFromSequence> type() {
    return TYPE;
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    return Collections.singletonList(Types.anyShape(Sequences.type(in, 0).element()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    List<Tensor> parts = new ArrayList<>();
    List<TensorType> types = new ArrayList<>();
    for (Tensor part : Sequences.tensors(in, 0)) {
      if (newAxis) {
        int at = in.axis(axis, part.shape().rank() + 1);
        part = part.withShape(part.shape().insert(at, 1));
      }
      parts.add(part);
      types.add(part.type());
    }
    if (parts.isEmpty()) {
      throw in.shapeError("the sequence is empty");
    }
    return List.of(Concat.join(parts, Concat.infer(in, types, axis), axis));
  }
}
