package dev.assam.op.control;

import dev.assam.memory.MemoryScope;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Subgraph;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs the body until the trip count is reached or the condition is false, both optional. The body
 * takes the iteration number, the condition and the carried values, and yields the condition, the
 * carried values and the values to stack.
 */
public record Loop(Subgraph body) implements Op {
  public static final OpType<Loop> TYPE =
      OpType.<Loop>named("Loop")
          .inputs(0, Integer.MAX_VALUE)
          .outputs(0, Integer.MAX_VALUE)
          .since(1, a -> new Loop(a.getGraph("body")));

  @Override
  public OpType<Loop> type() {
    return TYPE;
  }

  @Override
  public List<Subgraph> subgraphs() {
    return List.of(body);
  }

  @Override
  public Loop withSubgraphs(List<? extends Subgraph> bodies) {
    return new Loop(bodies.get(0));
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    if (in.has(0)) {
      checkOne(in, 0, DTypes.INDICES);
    }
    if (in.has(1)) {
      checkOne(in, 1, DTypes.BOOLS);
    }
    int carried = carried(in);
    if (body.inputCount() != carried + 2
        || body.outputCount() <= carried
        || in.outputs() >= body.outputCount()) {
      throw in.shapeError(
          "the body takes "
              + body.inputCount()
              + " inputs and yields "
              + body.outputCount()
              + " for "
              + carried
              + " carried values and "
              + in.outputs()
              + " outputs");
    }
    List<ValueType> arguments = new ArrayList<>();
    arguments.add(new TensorType(DType.INT64, Shape.SCALAR));
    arguments.add(new TensorType(DType.BOOL, Shape.SCALAR));
    for (int i = 0; i < carried; i++) {
      // Carried values may change their shapes from one pass to the next.
      arguments.add(Types.anyShape(in.type(i + 2)));
    }
    List<ValueType> results = in.infer(body, arguments);
    List<ValueType> types = new ArrayList<>();
    for (int i = 1; i < results.size(); i++) {
      types.add(
          i <= carried ? Types.either(in.type(i + 1), results.get(i)) : stacked(results.get(i)));
    }
    return types;
  }

  private static int carried(Inputs in) {
    return Math.max(0, in.size() - 2);
  }

  private static void checkOne(Inputs in, int i, Set<DType> allowed) {
    in.dtype(i, allowed);
    if (in.shape(i).elements() != 1) {
      throw in.shapeError("input " + i + " is " + in.tensorType(i) + " (allowed: one element)");
    }
  }

  private static ValueType stacked(ValueType part) {
    if (part instanceof TensorType tensor) {
      boolean ranked = tensor.shape().hasRank();
      return new TensorType(tensor.dtype(), ranked ? tensor.shape().insert(0, -1) : Shape.UNKNOWN);
    }
    return null;
  }

  @Override
  @SuppressWarnings("try")
  public List<Datum> reference(Inputs in) {
    long trips = in.has(0) ? in.scalar(0) : Long.MAX_VALUE;
    boolean going = !in.has(1) || in.scalar(1) != 0;
    List<Datum> initial = new ArrayList<>();
    for (int i = 0; i < carried(in); i++) {
      initial.add(in.datum(i + 2));
    }
    int stacked = body.outputCount() - 1 - initial.size();
    try (Passes passes = new Passes(in, body, initial, stacked)) {
      for (long trip = 0; trip < trips && going; trip++) {
        try (MemoryScope pass = MemoryScope.open()) {
          Tensor number = Tensor.ofLongs(DType.INT64, Shape.SCALAR, trip);
          Tensor condition = Tensor.ofBooleans(Shape.SCALAR, true);
          going = condition(in, passes.run(List.of(number, condition), List.of()).get(0));
        }
      }
      List<Datum> outputs = new ArrayList<>(passes.carried());
      for (int i = 0; i < stacked; i++) {
        outputs.add(passes.stacked(i, 0, false));
      }
      return outputs;
    }
  }

  private static boolean condition(Inputs in, Datum datum) {
    if (datum instanceof Tensor tensor && tensor.dtype() == DType.BOOL && tensor.size() == 1) {
      return tensor.getBoolean(0);
    }
    throw in.typeError("the body yields the condition " + datum.type() + " (allowed: one bool)");
  }

  @Override
  public String toString() {
    return "Loop";
  }
}
