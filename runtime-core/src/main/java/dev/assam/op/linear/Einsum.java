package dev.assam.op.linear;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Y[output indices] = Σ over the other indices of the product of the operands, as in {@code
 * "bij,bjk->bik"}. Dots stand for any dimensions, which broadcast.
 */
public record Einsum(String equation) implements Op {
  public static final OpType<Einsum> TYPE =
      OpType.<Einsum>named("Einsum")
          .inputs(1, Integer.MAX_VALUE)
          .since(12, a -> new Einsum(a.getString("equation")));

  @Override
  public OpType<Einsum> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.NUMBERS);
    for (int i = 1; i < in.size(); i++) {
      in.sameDType(0, i, DTypes.NUMBERS);
    }
    return List.of(new TensorType(dtype, new EinsumLabels(in, equation).outputShape()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    EinsumLabels labels = new EinsumLabels(in, equation);
    List<EinsumTerm> terms = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      EinsumTerm term = new EinsumTerm(in, Products.widen(in.tensor(i)), labels.operands.get(i));
      terms.add(term.sumTo(labels.neededBeside(i)));
    }
    while (terms.size() > 1) {
      EinsumTerm a = terms.remove(0);
      EinsumTerm b = terms.remove(0);
      List<Integer> needed = new ArrayList<>(labels.output);
      for (EinsumTerm rest : terms) {
        needed.addAll(rest.labels());
      }
      terms.add(0, a.times(b, needed));
    }
    Tensor y = terms.get(0).sumTo(labels.output).tensor();
    return List.of(Precision.narrow(y, in.dtype(0)));
  }
}
