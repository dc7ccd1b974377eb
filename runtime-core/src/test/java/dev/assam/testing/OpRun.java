package dev.assam.testing;

import dev.assam.op.Attributes;
import dev.assam.op.Context;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Ops;
import dev.assam.op.Subgraph;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs one operator outside any graph: created, inferred, computed. */
public final class OpRun {
  private final String name;
  private final int opset;
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  /** An operator of ai.onnx as of an opset. */
  public OpRun(String name, int opset) {
    this.name = name;
    this.opset = opset;
  }

  /** Adds an attribute: Long, Float, String, Tensor or a List of these; an Integer as Long. */
  public OpRun with(String key, Object value) {
    attributes.put(key, value instanceof Integer i ? Long.valueOf(i) : value);
    return this;
  }

  /** All outputs for these inputs; null is an absent input. */
  public List<? extends Datum> all(Tensor... tensors) {
    OpType<?> type = Ops.find("", name);
    Op op = type.create(opset, new Attributes(name + " at \"test\"", attributes));
    ValueType[] types = new ValueType[tensors.length];
    boolean[] present = new boolean[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      present[i] = tensors[i] != null;
      types[i] = present[i] ? tensors[i].type() : null;
    }
    boolean[] wanted = {true, true, true, true};
    Inputs in = new Inputs(op, "test", types, tensors, present, wanted, new NoBodies());
    List<? extends ValueType> inferred = op.infer(in);
    List<? extends Datum> outputs = op.reference(in);
    for (int i = 0; i < outputs.size(); i++) {
      if (!outputs.get(i).type().equals(inferred.get(i))) {
        throw new AssertionError(
            name + ": output " + i + " is " + outputs.get(i) + ", inferred " + inferred.get(i));
      }
    }
    return outputs;
  }

  /** The first output for these inputs. */
  public Tensor one(Tensor... tensors) {
    return (Tensor) all(tensors).get(0);
  }

  private static final class NoBodies implements Context {
    @Override
    public List<ValueType> infer(Subgraph body, List<? extends ValueType> arguments) {
      throw new AssertionError("no body");
    }

    @Override
    public List<Datum> run(Subgraph body, List<? extends Datum> arguments) {
      throw new AssertionError("no body");
    }

    @Override
    public long nextSeed() {
      return 1;
    }
  }
}
