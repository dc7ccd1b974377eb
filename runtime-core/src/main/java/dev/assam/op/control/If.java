package dev.assam.op.control;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Subgraph;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The results of one of two graphs without arguments, by the condition. */
public record If(Subgraph thenBranch, Subgraph elseBranch) implements Op {
  public static final OpType<If> TYPE =
      OpType.<If>named("If")
          .outputs(1, Integer.MAX_VALUE)
          .since(1, a -> new If(a.getGraph("then_branch"), a.getGraph("else_branch")));

  @Override
  public OpType<If> type() {
    return TYPE;
  }

  @Override
  public List<Subgraph> subgraphs() {
    return List.of(thenBranch, elseBranch);
  }

  @Override
  public If withSubgraphs(List<? extends Subgraph> bodies) {
    return new If(bodies.get(0), bodies.get(1));
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    in.dtype(0, DTypes.BOOLS);
    for (Subgraph branch : subgraphs()) {
      if (branch.inputCount() != 0 || branch.outputCount() != in.outputs()) {
        throw in.shapeError(
            "a branch takes "
                + branch.inputCount()
                + " inputs and yields "
                + branch.outputCount()
                + " (allowed: 0 and "
                + in.outputs()
                + ")");
      }
    }
    List<ValueType> ifTrue = in.infer(thenBranch, List.of());
    List<ValueType> ifFalse = in.infer(elseBranch, List.of());
    if (in.isKnown(0)) {
      return in.scalar(0) != 0 ? ifTrue : ifFalse;
    }
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < ifTrue.size(); i++) {
      types.add(Types.either(ifTrue.get(i), ifFalse.get(i)));
    }
    return types;
  }

  @Override
  public List<Datum> reference(Inputs in) {
    return in.run(in.scalar(0) != 0 ? thenBranch : elseBranch, List.of());
  }

  @Override
  public String toString() {
    return "If";
  }
}
