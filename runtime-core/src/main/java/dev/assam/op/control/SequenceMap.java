package dev.assam.op.control;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Subgraph;
import dev.assam.tensor.Datum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the body for each element of the first sequence; further inputs give their element at the
 * same place if they are sequences, else themselves. Its results make sequences.
 */
public record SequenceMap(Subgraph body) implements Op {
  public static final OpType<SequenceMap> TYPE =
      OpType.<SequenceMap>named("SequenceMap")
          .inputs(1, Integer.MAX_VALUE)
          .outputs(1, Integer.MAX_VALUE)
          .since(17, a -> new SequenceMap(a.getGraph("body")));

  @Override
  public OpType<SequenceMap> type() {
    return TYPE;
  }

  @Override
  public List<Subgraph> subgraphs() {
    return List.of(body);
  }

  @Override
  public SequenceMap withSubgraphs(List<? extends Subgraph> bodies) {
    return new SequenceMap(bodies.get(0));
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    if (!(in.type(0) instanceof SequenceType)) {
      throw in.typeError("input 0 is a " + in.type(0) + " (allowed: a sequence)");
    }
    if (body.inputCount() != in.size() || body.outputCount() != in.outputs()) {
      throw in.shapeError(
          "the body takes "
              + body.inputCount()
              + " inputs and yields "
              + body.outputCount()
              + " (allowed: "
              + in.size()
              + " and "
              + in.outputs()
              + ")");
    }
    List<ValueType> arguments = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      arguments.add(
          in.type(i) instanceof SequenceType s ? Types.anyShape(s.element()) : in.type(i));
    }
    List<ValueType> types = new ArrayList<>();
    for (ValueType result : in.infer(body, arguments)) {
      types.add(new SequenceType(Types.anyShape(result)));
    }
    return types;
  }

  @Override
  public List<Datum> reference(Inputs in) {
    int length = in.sequence(0).elements().size();
    List<List<Datum>> outputs = new ArrayList<>();
    for (int i = 0; i < body.outputCount(); i++) {
      outputs.add(new ArrayList<>());
    }
    for (int at = 0; at < length; at++) {
      List<Datum> arguments = new ArrayList<>();
      for (int i = 0; i < in.size(); i++) {
        arguments.add(element(in, i, at, length));
      }
      List<Datum> results = in.run(body, arguments);
      for (int i = 0; i < results.size(); i++) {
        outputs.get(i).add(results.get(i));
      }
    }
    List<Datum> sequences = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      List<Datum> elements = outputs.get(i);
      ValueType element = elements.isEmpty() ? body.declaredOutput(i) : elements.get(0).type();
      sequences.add(new SequenceDatum(new SequenceType(Types.anyShape(element)), elements));
    }
    return sequences;
  }

  private static Datum element(Inputs in, int input, int at, int length) {
    if (!(in.datum(input) instanceof SequenceDatum sequence)) {
      return in.datum(input);
    }
    if (sequence.elements().size() != length) {
      throw in.shapeError(
          "sequences of " + length + " and " + sequence.elements().size() + " elements");
    }
    return sequence.elements().get(at);
  }

  @Override
  public String toString() {
    return "SequenceMap";
  }
}
