package dev.assam.op.recurrent;

import dev.assam.op.Inputs;
import dev.assam.op.Precision;
import dev.assam.op.linear.Products;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What RNN, GRU and LSTM have in common: the walk over the sequence, the products X·Wᵀ and H·Rᵀ,
 * states and outputs. With T steps, batch B, D directions, input size I, hidden size H and G gates:
 * inputs X [T,B,I], W [D,G·H,I], R [D,G·H,H], bias [D,2·G·H], sequence_lens [B], initial_h [D,B,H],
 * initial_c [D,B,H], peepholes [D,3·H]; outputs Y [T,D,B,H], Y_h and Y_c [D,B,H]. Where the batch
 * comes first it is the first dimension of X, Y and the states.
 */
abstract class Recurrence {
  private static final Set<DType> LENGTHS = DTypes.INDICES;
  private static final int X = 0;
  private static final int W = 1;
  private static final int R = 2;
  static final int BIAS = 3;
  private static final int LENS = 4;
  private static final int INITIAL_H = 5;
  private static final int INITIAL_C = 6;
  static final int PEEPHOLES = 7;

  final Inputs in;
  final Settings settings;
  private final int gates;
  private final int states;
  private final int steps;
  private final int batch;
  private final int inputSize;
  final int hidden;

  /** Direction now walked. */
  int direction;

  /** X·Wᵀ for all steps [T·B,G·H], H·Rᵀ of this step [B,G·H], states H and C [B,H]. */
  Tensor fromInput;

  Tensor fromHidden;
  Tensor h;
  Tensor c;

  /** Rᵀ of this direction [H,G·H]. */
  Tensor recurrent;

  private Tensor bias;

  /**
   * @param states 1 for H, 2 for H and C
   */
  Recurrence(Inputs in, Settings settings, int gates, int states) {
    this.in = in;
    this.settings = settings;
    this.gates = gates;
    this.states = states;
    Shape x = in.ranked(X, 3);
    this.steps = x.dim(settings.batchFirst() ? 1 : 0);
    this.batch = x.dim(settings.batchFirst() ? 0 : 1);
    this.inputSize = x.dim(2);
    this.hidden = in.shape(R, 3).dim(2);
  }

  /** One step for one element of the batch: reads gates and states, writes the states. */
  abstract void step(int b, int inputAt);

  /** How many columns of H·Rᵀ a step reads. */
  int hiddenColumns() {
    return gates * hidden;
  }

  List<TensorType> infer() {
    DType dtype = in.dtype(X, DTypes.FLOATS);
    if (settings.hiddenSize() != 0 && settings.hiddenSize() != hidden) {
      throw in.shapeError(
          "R has shape " + in.shape(R) + " but hidden_size is " + settings.hiddenSize());
    }
    int d = settings.directions();
    long rows = (long) gates * hidden;
    check(W, dtype, d, rows, inputSize);
    check(R, dtype, d, rows, hidden);
    check(BIAS, dtype, d, 2 * rows);
    check(INITIAL_H, dtype, stateShape());
    if (states == 2) {
      check(INITIAL_C, dtype, stateShape());
      check(PEEPHOLES, dtype, d, 3L * hidden);
    }
    if (in.has(LENS)) {
      in.dtype(LENS, LENGTHS);
      if (Shape.differ(in.ranked(LENS, 1).dim(0), batch)) {
        throw in.shapeError(
            "sequence_lens has shape " + in.shape(LENS) + " for a batch of " + batch);
      }
    }
    List<TensorType> types = new ArrayList<>();
    types.add(new TensorType(dtype, outputShape()));
    for (int i = 0; i < states; i++) {
      types.add(new TensorType(dtype, stateShape()));
    }
    return types;
  }

  private void check(int i, DType dtype, long... dims) {
    if (!in.has(i)) {
      return;
    }
    in.sameDType(X, i, Set.of(dtype));
    Shape shape = in.ranked(i, dims.length);
    for (int d = 0; d < dims.length; d++) {
      if (dims[d] >= 0 && shape.dim(d) >= 0 && shape.dim(d) != dims[d]) {
        throw in.shapeError(
            "input "
                + i
                + " has shape "
                + shape
                + " (allowed: dimension "
                + d
                + " of "
                + dims[d]
                + ")");
      }
    }
  }

  private void check(int i, DType dtype, Shape shape) {
    check(i, dtype, shape.dim(0), shape.dim(1), shape.dim(2));
  }

  private Shape outputShape() {
    int d = settings.directions();
    return settings.batchFirst()
        ? Shape.of(batch, steps, d, hidden)
        : Shape.of(steps, d, batch, hidden);
  }

  private Shape stateShape() {
    int d = settings.directions();
    return settings.batchFirst() ? Shape.of(batch, d, hidden) : Shape.of(d, batch, hidden);
  }

  List<Tensor> run() {
    DType dtype = in.dtype(X);
    Tensor x = Products.widen(in.tensor(X));
    Tensor y = Tensor.allocate(x.dtype(), outputShape());
    List<Tensor> lasts = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      lasts.add(Tensor.allocate(x.dtype(), stateShape()));
    }
    if (lasts.get(0).size() > 0) {
      for (direction = 0; direction < settings.directions(); direction++) {
        walk(x, y);
        copyStates(h, lasts.get(0), false);
        if (states == 2) {
          copyStates(c, lasts.get(1), false);
        }
      }
    }
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(Precision.narrow(y, dtype));
    for (Tensor last : lasts) {
      outputs.add(Precision.narrow(last, dtype));
    }
    return outputs;
  }

  /** Number of steps of element {@code b}. */
  private int length(int b) {
    long length = in.has(LENS) ? in.tensor(LENS).getLong(b) : steps;
    if (length < 0 || length > steps) {
      throw in.shapeError("sequence_lens holds " + length + " (allowed 0.." + steps + ")");
    }
    return (int) length;
  }

  private void walk(Tensor x, Tensor y) {
    int columns = gates * hidden;
    prepare(x, columns);
    for (int s = 0; s < steps; s++) {
      Products.multiply(
          in,
          Matrix.rows(h, 0, hidden),
          Matrix.rows(recurrent, 0, columns),
          Matrix.rows(fromHidden, 0, columns),
          batch,
          hiddenColumns(),
          hidden);
      for (int b = 0; b < batch; b++) {
        int length = length(b);
        if (s < length) {
          int t = settings.isReverse(direction) ? length - 1 - s : s;
          int row = settings.batchFirst() ? b * steps + t : t * batch + b;
          step(b, row * columns);
          int d = settings.directions();
          int outputRow =
              settings.batchFirst() ? row * d + direction : (t * d + direction) * batch + b;
          y.copyFrom(outputRow * hidden, h, b * hidden, hidden);
        }
      }
    }
  }

  private void prepare(Tensor x, int columns) {
    DType dtype = x.dtype();
    Tensor w = Products.widen(in.tensor(W));
    Tensor r = Products.widen(in.tensor(R));
    bias = in.has(BIAS) ? in.tensor(BIAS) : null;
    fromInput = Tensor.allocate(dtype, Shape.of(steps, batch, columns));
    Products.multiply(
        in,
        Matrix.rows(x, 0, inputSize),
        Matrix.columns(w, direction * columns * inputSize, inputSize),
        Matrix.rows(fromInput, 0, columns),
        steps * batch,
        columns,
        inputSize);
    recurrent = Tensor.allocate(dtype, Shape.of(hidden, columns));
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < hidden; j++) {
        recurrent.copyFrom(j * columns + i, r, (direction * columns + i) * hidden + j, 1);
      }
    }
    fromHidden = Tensor.allocate(dtype, Shape.of(batch, columns));
    h = initial(INITIAL_H, dtype);
    c = states == 2 ? initial(INITIAL_C, dtype) : null;
  }

  private Tensor initial(int input, DType dtype) {
    Tensor state = Tensor.allocate(dtype, Shape.of(batch, hidden));
    if (in.has(input)) {
      copyStates(state, Products.widen(in.tensor(input)), true);
    }
    return state;
  }

  /** Between a state of this direction [B,H] and one of all directions. */
  private void copyStates(Tensor own, Tensor all, boolean back) {
    for (int b = 0; b < batch; b++) {
      int d = settings.directions();
      int at = settings.batchFirst() ? b * d + direction : direction * batch + b;
      if (back) {
        own.copyFrom(b * hidden, all, at * hidden, hidden);
      } else {
        all.copyFrom(at * hidden, own, b * hidden, hidden);
      }
    }
  }

  /** The bias beside W of gate {@code gate}, unit {@code j}. */
  double inputBias(int gate, int j) {
    return bias(gate, j, 0);
  }

  /** The bias beside R of gate {@code gate}, unit {@code j}. */
  double hiddenBias(int gate, int j) {
    return bias(gate, j, gates);
  }

  private double bias(int gate, int j, int skip) {
    return bias == null ? 0 : bias.getDouble((direction * 2 * gates + skip + gate) * hidden + j);
  }

  /** The sum of both products and both biases for gate {@code gate}, unit {@code j}. */
  double sum(int b, int inputAt, int gate, int j) {
    int i = gate * hidden + j;
    return fromInput.getDouble(inputAt + i)
        + fromHidden.getDouble(b * gates * hidden + i)
        + inputBias(gate, j)
        + hiddenBias(gate, j);
  }
}
