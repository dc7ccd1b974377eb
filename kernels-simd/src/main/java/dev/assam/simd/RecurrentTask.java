package dev.assam.simd;

import dev.assam.error.ShapeException;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.simd.kernel.Copies;
import dev.assam.simd.kernel.PointwiseLoops;
import dev.assam.simd.kernel.RecurrentF32;

/**
 * The walk of LSTM, GRU and RNN over their sequences, once the products of all inputs are there. A
 * unit is some elements of the batch in one direction. Every gate takes {@link #padded} columns, so
 * that vectors need no tails.
 */
final class RecurrentTask extends Task {
  static final int LSTM = 0;
  static final int GRU = 1;
  static final int RNN = 2;

  /** Elements of a batch that walk together. */
  private static final int ROWS = 8;

  int cell;
  int steps;
  int batch;
  int directions;
  int hidden;
  int padded;
  boolean batchFirst;

  /** Whether the first direction, which may be the only one, walks from the end. */
  boolean reverse;

  boolean linearBeforeReset;
  boolean inputForget;
  float clip;

  /** See {@link RecurrentCell}. */
  float[] functions;

  /** X·Wᵀ and biases: [step and batch as X has them][direction][gate][padded]. */
  Floats memory;

  /** Where in {@link #memory} units keep their states. */
  int statesAt;

  /** Panels of the gates' Rᵀ, direction by direction, then the bias of GRU's last gate. */
  Floats weights;

  Floats peepholes;
  boolean peeps;
  Ints lengths;
  boolean hasLengths;
  Floats h0;
  boolean hasH0;
  Floats c0;
  boolean hasC0;
  Floats y;
  boolean wantsY;
  Floats yh;
  boolean wantsH;
  Floats yc;
  boolean wantsC;

  static int gates(int cell) {
    return cell == LSTM ? 4 : cell == GRU ? 3 : 1;
  }

  static int roundUp(int columns) {
    return (columns + RecurrentF32.PANEL - 1) / RecurrentF32.PANEL * RecurrentF32.PANEL;
  }

  /** Columns of the first product of a step, whole panels. */
  private int firstColumns() {
    return roundUp((cell == GRU ? 2 : gates(cell)) * padded);
  }

  /** Columns of GRU's second product. */
  private int secondColumns() {
    return cell == GRU ? roundUp(padded) : 0;
  }

  /** Floats of one direction's weights. */
  int weightFloats() {
    return (firstColumns() + secondColumns()) * hidden + secondColumns();
  }

  private int rowsPerUnit() {
    return Math.min(ROWS, batch);
  }

  /** Floats of a row's states: H, C, the gates, and room. */
  private int rowFloats() {
    return 3 * padded + firstColumns() + secondColumns();
  }

  /** Floats of all units' states, some to be read but not used behind them included. */
  int stateFloats() {
    return directions * blocks() * rowsPerUnit() * rowFloats() + RecurrentF32.PANEL;
  }

  private int blocks() {
    return (batch + rowsPerUnit() - 1) / rowsPerUnit();
  }

  /** With lengths all on the calling thread, which may then learn of one out of range. */
  @Override
  public int units() {
    return hasLengths ? 1 : directions * blocks();
  }

  @Override
  public void run(int from, int to, int thread) {
    int last = hasLengths ? directions * blocks() : to;
    for (int unit = from; unit < last; unit++) {
      int first = unit % blocks() * rowsPerUnit();
      walk(
          unit / blocks(),
          first,
          Math.min(rowsPerUnit(), batch - first),
          statesAt + unit * rowsPerUnit() * rowFloats());
    }
  }

  private int length(int b) {
    int length = hasLengths ? lengths.get(b) : steps;
    if (length < 0 || length > steps) {
      throw new ShapeException("sequence_lens holds " + length + " (allowed 0.." + steps + ")");
    }
    return length;
  }

  private void walk(int direction, int first, int rows, int at) {
    boolean back = direction == 1 || reverse;
    int longest = 0;
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowFloats();
      Copies.zeroF32(memory, row, rowFloats());
      int state = stateAt(direction, first + r);
      if (hasH0) {
        Copies.copyF32(h0, state, memory, row, hidden);
      }
      if (hasC0) {
        Copies.copyF32(c0, state, memory, row + padded, hidden);
      }
      int length = length(first + r);
      longest = Math.max(longest, length);
      if (wantsY) {
        for (int t = length; t < steps; t++) {
          Copies.zeroF32(y, outputAt(t, direction, first + r), hidden);
        }
      }
    }
    for (int s = 0; s < longest; s++) {
      int r = 0;
      while (r < rows) {
        int length = length(first + r);
        if (s >= length) {
          r++;
          continue;
        }
        boolean pair = r + 1 < rows && length(first + r + 1) == length;
        int t = back ? length - 1 - s : s;
        step(direction, t, first + r, pair ? 2 : 1, at + r * rowFloats());
        r += pair ? 2 : 1;
      }
    }
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowFloats();
      int state = stateAt(direction, first + r);
      if (wantsH) {
        Copies.copyF32(memory, row, yh, state, hidden);
      }
      if (wantsC) {
        Copies.copyF32(memory, row + padded, yc, state, hidden);
      }
    }
  }

  private int stateAt(int direction, int b) {
    return (batchFirst ? b * directions + direction : direction * batch + b) * hidden;
  }

  private int outputAt(int t, int direction, int b) {
    int row =
        batchFirst
            ? (b * steps + t) * directions + direction
            : (t * directions + direction) * batch + b;
    return row * hidden;
  }

  /** One step of {@code rows} neighbours of the batch, one or two. */
  private void step(int direction, int t, int b, int rows, int at) {
    int row = directions * gates(cell) * padded;
    int stride = (batchFirst ? steps : 1) * row;
    int input =
        (batchFirst ? b * steps + t : t * batch + b) * row + direction * gates(cell) * padded;
    int pack = direction * weightFloats();
    int gatesAt = at + 3 * padded;
    product(at, rows, pack, firstColumns(), input, stride, gatesAt);
    for (int r = 0; r < rows; r++) {
      int g = gatesAt + r * rowFloats();
      int h = at + r * rowFloats();
      switch (cell) {
        case LSTM -> lstm(direction, g, h);
        case GRU -> resetGates(direction, g, h);
        default -> {
          activate(direction, 0, g, padded);
          Copies.copyF32(memory, g, memory, h, padded);
        }
      }
    }
    if (cell == GRU) {
      int second = gatesAt + firstColumns();
      int packAt = pack + firstColumns() * hidden;
      if (linearBeforeReset) {
        int bias = pack + (firstColumns() + secondColumns()) * hidden;
        productOf(at, rows, packAt, secondColumns(), weights, bias, 0, second);
      } else {
        product(at + 2 * padded, rows, packAt, secondColumns(), input + 2 * padded, stride, second);
      }
      for (int r = 0; r < rows; r++) {
        gru(direction, at + r * rowFloats(), input + r * stride + 2 * padded);
      }
    }
    if (wantsY) {
      for (int r = 0; r < rows; r++) {
        int to = outputAt(t, direction, b + r);
        Copies.copyF32(memory, at + r * rowFloats(), y, to, hidden);
      }
    }
  }

  private void product(int a, int rows, int pack, int columns, int input, int stride, int to) {
    productOf(a, rows, pack, columns, memory, input, stride, to);
  }

  private void productOf(
      int a, int rows, int pack, int columns, Floats start, int startAt, int startStride, int to) {
    for (int c = 0; c < columns; c += RecurrentF32.PANEL) {
      int panel = pack + c * hidden;
      if (rows == 2) {
        RecurrentF32.productF32_2x4v(
            memory,
            a,
            rowFloats(),
            hidden,
            weights,
            panel,
            start,
            startAt + c,
            startStride,
            memory,
            to + c,
            rowFloats());
      } else {
        RecurrentF32.productF32_1x4v(
            memory, a, hidden, weights, panel, start, startAt + c, memory, to + c);
      }
    }
  }

  private void activate(int direction, int f, int at, int n) {
    int all = functions.length / 5 / directions;
    RecurrentCell.activate(functions, direction * all + f, clip, memory, at, n);
  }

  /** Gates i, o, f, c at {@code g}; states H and C at {@code h}. */
  private void lstm(int direction, int g, int h) {
    int n = padded;
    int c = h + n;
    int o = g + n;
    int f = g + 2 * n;
    int peep = direction * 3 * n;
    if (peeps) {
      RecurrentF32.addProduct(memory, g, peepholes, peep, memory, c, n);
      RecurrentF32.addProduct(memory, f, peepholes, peep + 2 * n, memory, c, n);
      activate(direction, 0, g, n);
      activate(direction, 0, f, n);
    } else {
      activate(direction, 0, g, 3 * n);
    }
    if (inputForget) {
      RecurrentF32.complement(memory, f, memory, g, n);
    }
    activate(direction, 1, g + 3 * n, n);
    RecurrentF32.combine(memory, c, memory, f, memory, g, memory, g + 3 * n, n);
    if (peeps) {
      RecurrentF32.addProduct(memory, o, peepholes, peep + n, memory, c, n);
      activate(direction, 0, o, n);
    }
    Copies.copyF32(memory, c, memory, h, n);
    activate(direction, 2, h, n);
    PointwiseLoops.mul(memory, h, memory, o, memory, h, n);
  }

  /** Gates z, r at {@code g}; what r resets goes behind the states. */
  private void resetGates(int direction, int g, int h) {
    activate(direction, 0, g, 2 * padded);
    if (!linearBeforeReset) {
      PointwiseLoops.mul(memory, g + padded, memory, h, memory, h + 2 * padded, padded);
    }
  }

  /** The end of GRU's step, its last gate's product being there. */
  private void gru(int direction, int h, int input) {
    int n = padded;
    int g = h + 3 * n;
    int candidate = g + firstColumns();
    if (linearBeforeReset) {
      PointwiseLoops.mul(memory, candidate, memory, g + n, memory, candidate, n);
      PointwiseLoops.add(memory, candidate, memory, input, memory, candidate, n);
    }
    activate(direction, 1, candidate, n);
    RecurrentF32.blend(memory, h, memory, candidate, memory, g, n);
  }

  @Override
  public int code() {
    return Tasks.RECURRENT;
  }

  @Override
  protected void fields(Fields fields) {
    cell = fields.number(cell);
    steps = fields.number(steps);
    batch = fields.number(batch);
    directions = fields.number(directions);
    hidden = fields.number(hidden);
    padded = fields.number(padded);
    batchFirst = fields.flag(batchFirst);
    reverse = fields.flag(reverse);
    linearBeforeReset = fields.flag(linearBeforeReset);
    inputForget = fields.flag(inputForget);
    clip = fields.real(clip);
    functions = fields.reals(functions);
    memory = fields.floats(memory);
    statesAt = fields.number(statesAt);
    weights = fields.floats(weights);
    peeps = fields.flag(peeps);
    peepholes = peeps ? fields.floats(peepholes) : peepholes;
    hasLengths = fields.flag(hasLengths);
    lengths = hasLengths ? fields.ints(lengths) : lengths;
    hasH0 = fields.flag(hasH0);
    h0 = hasH0 ? fields.floats(h0) : h0;
    hasC0 = fields.flag(hasC0);
    c0 = hasC0 ? fields.floats(c0) : c0;
    wantsY = fields.flag(wantsY);
    y = wantsY ? fields.floats(y) : y;
    wantsH = fields.flag(wantsH);
    yh = wantsH ? fields.floats(yh) : yh;
    wantsC = fields.flag(wantsC);
    yc = wantsC ? fields.floats(yc) : yc;
  }
}
