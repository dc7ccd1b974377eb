package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.recurrent.GRU;
import dev.assam.op.recurrent.LSTM;
import dev.assam.op.recurrent.RNN;
import dev.assam.op.recurrent.Settings;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Matrix;
import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.TexelLayout.Tiles;
import java.util.ArrayList;
import java.util.List;

/**
 * LSTM, GRU that multiplies before it resets, and RNN, with constant weights and their default
 * functions: one product of all steps' inputs, then a draw for each step, whose states go by turns
 * into two textures.
 */
final class RecurrentKernels implements KernelFactory<NodeRequest, Kernel> {
  private static final int BIAS = 3;
  private static final int INITIAL = 5;
  private static final int PEEPHOLES = 7;
  private static final int MOST_STEPS = 1024;

  /** What tells the shaders of operators apart. */
  enum Cell {
    LSTM(4, 2),
    GRU(3, 1),
    RNN(1, 1);

    final int gates;

    /** Texels that a state takes, in a layer each. */
    final int states;

    Cell(int gates, int states) {
      this.gates = gates;
      this.states = states;
    }
  }

  private record RecurrentKernel(
      NodeRequest request, Cell cell, Settings settings, int steps, int batch, int size, int hidden)
      implements Kernel {
    private int p() {
      return RowPlaces.texels(hidden);
    }

    private int directions() {
      return settings.directions();
    }

    @Override
    public void draw(Places places) {
      int row = directions() * cell.gates * p();
      Place<Rows> products = products(places, row);
      Matrix layout = new Matrix(4 * directions() * p(), cell.gates * p());
      Place<Matrix> weights =
          places.packed(
              request.constant(2), "recurrent", layout, t -> weights(t, hidden, true, layout));
      int perStep = directions() * batch * p();
      int lines = (perStep + Rows.WIDTH - 1) / Rows.WIDTH;
      List<Place<Tiles>> states = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int slots = Math.max(1, (steps + 1 - i) / 2);
        states.add(places.scratch(new Tiles(slots * lines, cell.states, Rows.WIDTH / cell.states)));
      }
      boolean biased = cell == Cell.GRU && request.has(BIAS);
      for (int s = 0; s < steps; s++) {
        List<Place<?>> sources = new ArrayList<>(List.of(products, weights));
        if (biased) {
          sources.add(hiddenBias(places));
        }
        boolean given = s == 0 && (request.has(INITIAL) || request.has(INITIAL + 1));
        if (given) {
          addInitial(places, sources);
        }
        if (s > 0) {
          sources.add(states.get((s - 1) & 1));
        }
        int line = (s >> 1) * lines;
        int from = Math.max(0, (s - 1) >> 1) * lines * Rows.WIDTH;
        RecurrentStepShader.Start start =
            s > 0
                ? RecurrentStepShader.Start.BEFORE
                : given ? RecurrentStepShader.Start.GIVEN : RecurrentStepShader.Start.ZERO;
        List<Integer> params =
            List.of(line, s, steps, batch, p(), row, from, settings.isReverse(0) ? 1 : 0);
        places.draw(
            new Pass(
                new RecurrentStepShader(cell, RowPlaces.isFlat(products), start, biased),
                sources,
                states.get(s & 1),
                params,
                line,
                lines));
      }
      output(places, states, lines, 0, -1, 0);
      output(places, states, lines, 1, steps - 1, 0);
      output(places, states, lines, 2, steps - 1, 1);
    }

    /** X · W and the biases that are only added: rows (step, batch). */
    private Place<Rows> products(Places places, int row) {
      Place<Rows> x = RowPlaces.whole(places, places.in(0), steps * batch, size);
      int c = RowPlaces.texels(size);
      Matrix layout = new Matrix(4 * c, row);
      List<Place<?>> sources = new ArrayList<>();
      sources.add(x);
      sources.add(
          places.packed(
              request.constant(1), "recurrent", layout, t -> weights(t, size, false, layout)));
      Finish finish = Finish.NONE;
      List<Place<?>> extras = List.of();
      if (request.has(BIAS)) {
        finish = new Finish(Expr.add(Expr.in(0), Expr.in(1)), List.of(Finish.Extra.COLUMNS));
        extras =
            List.of(places.packed(request.constant(BIAS), "sums", Rows.flat(4L * row), this::sums));
      }
      sources.addAll(extras);
      Place<Rows> y = places.scratch(places.rows((long) steps * batch, row));
      places.draw(
          Pass.of(
              ConvShader.rows(y.layout().layers(), RowPlaces.isFlat(x), finish.kind(extras)),
              sources,
              y,
              c,
              c,
              row,
              steps * batch));
      return y;
    }

    /** The states before the first step, as rows of whole texels in one layer. */
    private void addInitial(Places places, List<Place<?>> sources) {
      int rows = directions() * batch;
      for (int i = 0; i < cell.states; i++) {
        Place<Rows> given =
            request.has(INITIAL + i)
                ? places.in(INITIAL + i)
                : places.table(
                    "zeros" + rows * hidden,
                    rows * hidden,
                    () -> Storage.allocate(Kind.FLOATS, rows * hidden));
        Place<Rows> filled = places.scratch(new Rows(rows * p(), p(), 1));
        places.draw(
            Pass.of(
                new FillRowsShader(1, RowPlaces.isFlat(given)),
                List.of(given),
                filled,
                hidden,
                rows * hidden));
        sources.add(filled);
      }
    }

    private void output(
        Places places, List<Place<Tiles>> states, int lines, int i, int only, int layer) {
      if (!request.wants(i)) {
        return;
      }
      Place<Rows> y = places.out(i, Rows.flat(request.out(i).shape().elements()));
      places.draw(
          Pass.of(
              new RecurrentStatesShader(),
              states,
              y,
              hidden,
              directions() * batch,
              batch,
              steps,
              p(),
              lines,
              settings.isReverse(0) ? 1 : 0,
              only,
              layer));
    }

    /**
     * Weights [directions, gates · hidden, length] as rows of inputs and columns of units.
     *
     * @param apart whether the rows of directions lie apart, else their columns
     */
    private Storage weights(Tensor w, int length, boolean apart, Matrix layout) {
      Storage packed =
          Storage.allocate(Kind.FLOATS, layout.width() * layout.height() * layout.layers() * 4);
      int filled = 4 * RowPlaces.texels(length);
      for (int d = 0; d < directions(); d++) {
        for (int g = 0; g < cell.gates; g++) {
          for (int j = 0; j < hidden; j++) {
            int from = ((d * cell.gates + g) * hidden + j) * length;
            int column = ((apart ? 0 : d * cell.gates) + g) * 4 * p() + j;
            for (int k = 0; k < length; k++) {
              int at = layout.at((apart ? d * filled : 0) + k, column);
              packed.floats().set(at, w.floats().get(from + k));
            }
          }
        }
      }
      return packed;
    }

    /** The biases [directions, 2 · gates · hidden] that are added, as columns. */
    private Storage sums(Tensor b) {
      Storage packed = Storage.allocate(Kind.FLOATS, directions() * cell.gates * 4 * p());
      for (int d = 0; d < directions(); d++) {
        for (int g = 0; g < cell.gates; g++) {
          boolean both = cell != Cell.GRU || g < 2;
          for (int j = 0; j < hidden; j++) {
            int from = (2 * d * cell.gates + g) * hidden + j;
            float other = both ? b.floats().get(from + cell.gates * hidden) : 0;
            int at = (d * cell.gates + g) * 4 * p() + j;
            packed.floats().set(at, b.floats().get(from) + other);
          }
        }
      }
      return packed;
    }

    /** GRU's bias of the product that is reset. */
    private Place<Rows> hiddenBias(Places places) {
      return places.packed(
          request.constant(BIAS),
          "reset",
          Rows.flat(4L * directions() * p()),
          b -> {
            Storage packed = Storage.allocate(Kind.FLOATS, directions() * 4 * p());
            for (int d = 0; d < directions(); d++) {
              for (int j = 0; j < hidden; j++) {
                int from = (2 * d * cell.gates + cell.gates + 2) * hidden + j;
                packed.floats().set(d * 4 * p() + j, b.floats().get(from));
              }
            }
            return packed;
          });
    }
  }

  @Override
  public String name() {
    return "recurrent";
  }

  @Override
  public Kernel create(NodeRequest request) {
    return switch (request.op()) {
      case LSTM lstm when !lstm.inputForget() -> kernel(request, Cell.LSTM, lstm.settings());
      case GRU gru when gru.linearBeforeReset() -> kernel(request, Cell.GRU, gru.settings());
      case RNN rnn -> kernel(request, Cell.RNN, rnn.settings());
      default -> null;
    };
  }

  private static Kernel kernel(NodeRequest request, Cell cell, Settings settings) {
    for (int i = 0; i < request.opInputs(); i++) {
      if (request.has(i) && request.in(i).dtype() != DType.FLOAT32) {
        return null;
      }
    }
    if (request.epilogue() != null
        || settings.batchFirst()
        || settings.clip() > 0
        || !hasDefaults(cell, settings)
        || !request.isConstant(1)
        || !request.isConstant(2)
        || request.has(BIAS) && !request.isConstant(BIAS)
        || request.has(PEEPHOLES)) {
      return null;
    }
    Shape x = request.shape(0);
    int hidden = request.shape(2).dim(2);
    return x.elements() == 0 || x.dim(0) > MOST_STEPS
        ? null
        : new RecurrentKernel(request, cell, settings, x.dim(0), x.dim(1), x.dim(2), hidden);
  }

  private static boolean hasDefaults(Cell cell, Settings settings) {
    int each = settings.activations().size() / settings.directions();
    for (int i = 0; i < settings.activations().size(); i++) {
      boolean gate = i % each == 0 && cell != Cell.RNN;
      if (!settings.activations().get(i).name().equals(gate ? "Sigmoid" : "Tanh")) {
        return false;
      }
    }
    return true;
  }
}
