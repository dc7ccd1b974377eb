package dev.assam.op.control;

import dev.assam.memory.MemoryScope;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Subgraph;
import dev.assam.op.move.Split;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the body once for each slice of the scanned inputs; it takes the states and the slices, and
 * yields the states and the values to stack. In opset 8 ({@code batched}) once more for each batch
 * of all inputs, with the lengths of the sequences as the first input.
 *
 * @param scanned number of scanned inputs; they come last
 * @param inputAxes null for all 0, as the other lists
 */
public record Scan(
    boolean batched,
    Subgraph body,
    int scanned,
    List<Integer> inputAxes,
    List<Integer> inputDirections,
    List<Integer> outputAxes,
    List<Integer> outputDirections)
    implements Op {
  public static final OpType<Scan> TYPE =
      OpType.<Scan>named("Scan")
          .inputs(1, Integer.MAX_VALUE)
          .outputs(1, Integer.MAX_VALUE)
          .since(
              9,
              a ->
                  new Scan(
                      false,
                      a.getGraph("body"),
                      a.getInt("num_scan_inputs"),
                      a.getInts("scan_input_axes"),
                      a.getInts("scan_input_directions"),
                      a.getInts("scan_output_axes"),
                      a.getInts("scan_output_directions")))
          .since(
              8,
              a ->
                  new Scan(
                      true,
                      a.getGraph("body"),
                      a.getInt("num_scan_inputs"),
                      null,
                      a.getInts("directions"),
                      null,
                      null));

  @Override
  public OpType<Scan> type() {
    return TYPE;
  }

  @Override
  public List<Subgraph> subgraphs() {
    return List.of(body);
  }

  @Override
  public Scan withSubgraphs(List<? extends Subgraph> bodies) {
    return new Scan(
        batched, bodies.get(0), scanned, inputAxes, inputDirections, outputAxes, outputDirections);
  }

  private int states(Inputs in) {
    return in.size() - first() - scanned;
  }

  /** The first input that the body sees. */
  private int first() {
    return batched ? 1 : 0;
  }

  private static int get(List<Integer> list, int i) {
    return list == null ? 0 : list.get(i);
  }

  private int axis(Inputs in, int scan, int rank) {
    return batched ? 1 : in.axis(get(inputAxes, scan), rank);
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    int states = states(in);
    int stacked = body.outputCount() - states;
    if (scanned < 1
        || states < 0
        || body.inputCount() != states + scanned
        || stacked < 0
        || in.outputs() > body.outputCount()
        || wrongSize(inputAxes, scanned)
        || wrongSize(inputDirections, scanned)
        || wrongSize(outputAxes, stacked)
        || wrongSize(outputDirections, stacked)) {
      throw in.shapeError(
          "the body takes "
              + body.inputCount()
              + " inputs and yields "
              + body.outputCount()
              + " for "
              + states
              + " states, "
              + in.outputs()
              + " outputs, and as many axes and directions as are given");
    }
    List<ValueType> arguments = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      Shape shape = in.shape(first() + i);
      arguments.add(new TensorType(in.dtype(first() + i), batched ? unbatched(in, shape) : shape));
    }
    for (int i = 0; i < scanned; i++) {
      int at = first() + states + i;
      Shape slice = in.shape(at);
      length(in);
      slice = slice.without(axis(in, i, slice.rank()));
      arguments.add(new TensorType(in.dtype(at), batched ? unbatched(in, slice) : slice));
    }
    if (batched) {
      checkLengths(in);
    }
    List<ValueType> results = in.infer(body, arguments);
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      types.add(i < states ? in.type(first() + i) : stackedType(in, results.get(i), i - states));
    }
    return types;
  }

  private static boolean wrongSize(List<Integer> list, int size) {
    return list != null && list.size() != size;
  }

  private Shape unbatched(Inputs in, Shape shape) {
    Shape last = in.shape(in.size() - 1);
    if (shape.rank() == 0 || last.rank() == 0 || shape.dim(0) != last.dim(0)) {
      throw in.shapeError("an input of " + shape + " among batches like " + last);
    }
    return shape.without(0);
  }

  /** Number of slices, the same for all scanned inputs. */
  private int length(Inputs in) {
    int length = -1;
    for (int i = 0; i < scanned; i++) {
      Shape shape = in.shape(in.size() - scanned + i);
      if (batched && shape.rank() < 2) {
        throw in.shapeError("scanned input of shape " + shape + " (allowed: rank 2 or more)");
      }
      int own = shape.dim(axis(in, i, shape.rank()));
      if (length >= 0 && own != length) {
        throw in.shapeError("scanned inputs of " + length + " and " + own + " slices");
      }
      length = own;
    }
    return length;
  }

  private void checkLengths(Inputs in) {
    if (in.has(0)) {
      in.dtype(0, DTypes.INDICES);
      int batches = in.shape(in.size() - 1).dim(0);
      if (in.shape(0, 1).dim(0) != batches) {
        throw in.shapeError(in.shape(0) + " lengths for " + batches + " batches");
      }
    }
  }

  private ValueType stackedType(Inputs in, ValueType part, int i) {
    if (!(part instanceof TensorType tensor) || !tensor.shape().hasRank()) {
      return null;
    }
    int axis = in.axis(get(outputAxes, i), tensor.shape().rank() + 1);
    Shape shape = tensor.shape().insert(axis, length(in));
    return new TensorType(
        tensor.dtype(), batched ? shape.insert(0, in.shape(in.size() - 1).dim(0)) : shape);
  }

  @Override
  public List<Datum> reference(Inputs in) {
    List<Tensor> inputs = new ArrayList<>();
    for (int i = first(); i < in.size(); i++) {
      inputs.add(in.tensor(i));
    }
    int length = length(in);
    if (!batched) {
      return scan(in, inputs, length);
    }
    int batches = inputs.get(inputs.size() - 1).shape().dim(0);
    Stack[] stacks = new Stack[body.outputCount()];
    List<Datum> outputs = new ArrayList<>();
    for (int i = 0; i < stacks.length; i++) {
      stacks[i] = new Stack();
    }
    try {
      for (int b = 0; b < batches; b++) {
        long own = in.has(0) ? in.tensor(0).getLong(b) : length;
        if (own < 0 || own > length) {
          throw in.shapeError("length " + own + " (allowed 0.." + length + ")");
        }
        List<Tensor> batch = new ArrayList<>();
        for (Tensor input : inputs) {
          batch.add(slice(input, 0, b));
        }
        List<Datum> results = scan(in, batch, (int) own);
        for (int i = 0; i < stacks.length; i++) {
          stacks[i].add(in, i < states(in) ? results.get(i) : padded(results.get(i), length));
        }
      }
      for (int i = 0; i < stacks.length; i++) {
        boolean untouched = batches == 0 && i < states(in);
        outputs.add(
            untouched ? inputs.get(i) : stacks[i].join(in, body.declaredOutput(i), 0, false));
      }
      return outputs;
    } finally {
      for (Stack stack : stacks) {
        stack.close();
      }
    }
  }

  @SuppressWarnings("try")
  private List<Datum> scan(Inputs in, List<Tensor> inputs, int length) {
    int states = states(in);
    int stacked = body.outputCount() - states;
    try (Passes passes = new Passes(in, body, inputs.subList(0, states), stacked)) {
      for (int t = 0; t < length; t++) {
        List<ValueType> before = types(passes.carried());
        try (MemoryScope pass = MemoryScope.open()) {
          List<Tensor> slices = new ArrayList<>();
          for (int i = 0; i < scanned; i++) {
            Tensor input = inputs.get(states + i);
            int step = get(inputDirections, i) == 0 ? t : length - 1 - t;
            int axis = batched ? 0 : axis(in, i, input.shape().rank());
            slices.add(slice(input, axis, step));
          }
          passes.run(List.of(), slices);
        }
        List<ValueType> after = types(passes.carried());
        if (!after.equals(before)) {
          throw in.shapeError("states " + before + " become " + after + " (allowed: the same)");
        }
      }
      List<Datum> outputs = new ArrayList<>(passes.carried());
      for (int i = 0; i < stacked; i++) {
        boolean reversed = get(outputDirections, i) != 0;
        outputs.add(passes.stacked(i, get(outputAxes, i), reversed));
      }
      return outputs;
    }
  }

  private static List<ValueType> types(List<Datum> values) {
    List<ValueType> types = new ArrayList<>();
    for (Datum value : values) {
      types.add(value.type());
    }
    return types;
  }

  /** X at one position along an axis, without that axis. */
  private static Tensor slice(Tensor x, int axis, int at) {
    TensorType type = new TensorType(x.dtype(), x.shape().with(axis, 1));
    return Split.part(x, axis, at, type).withShape(x.shape().without(axis));
  }

  /** A stacked tensor with zeros after it up to {@code length}. */
  private static Datum padded(Datum stacked, int length) {
    if (!(stacked instanceof Tensor tensor) || tensor.shape().dim(0) == length) {
      return stacked;
    }
    Tensor y = Tensor.allocate(tensor.dtype(), tensor.shape().with(0, length));
    y.copyFrom(0, tensor, 0, tensor.size());
    return y;
  }

  @Override
  public String toString() {
    return "Scan";
  }
}
