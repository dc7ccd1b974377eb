package dev.assam.webgpu.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.recurrent.GRU;
import dev.assam.op.recurrent.LSTM;
import dev.assam.op.recurrent.RNN;
import dev.assam.op.recurrent.Settings;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * LSTM, GRU and RNN of float32: one product of all steps' inputs, then a launch for each step, two
 * for a GRU that resets before it multiplies. Everything but the shapes may be known at the run.
 */
final class RecurrentKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;
  private static final int INITIAL = 5;
  private static final int PEEPHOLES = 7;

  /** Steps whose launches are worth recording. */
  private static final int MOST_STEPS = 4096;

  @Override
  public String name() {
    return "recurrent";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    RecurrentCell cell = RecurrentCell.of(request.op());
    if (cell == null || request.epilogue() != null) {
      return null;
    }
    Settings settings =
        switch (request.op()) {
          case LSTM lstm -> lstm.settings();
          case GRU gru -> gru.settings();
          default -> ((RNN) request.op()).settings();
        };
    for (int i = 0; i < request.opInputs(); i++) {
      if (request.has(i) && i != LENGTHS && request.in(i).dtype() != DType.FLOAT32) {
        return null;
      }
    }
    Shape x = request.shape(0);
    boolean batchFirst = settings.batchFirst();
    int steps = x.dim(batchFirst ? 1 : 0);
    int batch = x.dim(batchFirst ? 0 : 1);
    // Together they would be more buffers than every device has.
    boolean tooMany = request.has(LENGTHS) && request.has(PEEPHOLES);
    if (tooMany || steps > MOST_STEPS || batch > 65535) {
      return null;
    }
    int hidden = request.shape(2).dim(2);
    return new RecurrentKernel(
        request, cell, settings.isReverse(0), batchFirst, steps, batch, x.dim(2), hidden);
  }

  private record RecurrentKernel(
      NodeRequest request,
      RecurrentCell cell,
      boolean reverse,
      boolean batchFirst,
      int steps,
      int batch,
      int size,
      int hidden)
      implements WebGpuKernel {
    private int padded() {
      return (hidden + 3) / 4 * 4;
    }

    private int directions() {
      return cell.directions();
    }

    private int columns() {
      return directions() * cell.gates() * padded();
    }

    private int states() {
      return directions() * batch * padded();
    }

    private boolean lstm() {
      return cell.kind() == RecurrentCell.Kind.LSTM;
    }

    private Arrangement inputWeights() {
      int g = cell.gates();
      return new Arrangement(
          size * columns(),
          0,
          new int[] {directions(), g, hidden, size},
          new int[] {g * hidden * size, hidden * size, size, 1},
          new int[] {g * padded(), padded(), 1, columns()});
    }

    private Arrangement hiddenWeights() {
      int g = cell.gates();
      return new Arrangement(
          hidden * columns(),
          0,
          new int[] {directions(), g, hidden, hidden},
          new int[] {g * hidden * hidden, hidden * hidden, hidden, 1},
          new int[] {hidden * g * padded(), padded(), 1, g * padded()});
    }

    /** Vectors of the hidden size, as many as {@code gates} of each direction's {@code all}. */
    private Arrangement vectors(int at, int gates, int all) {
      return new Arrangement(
          directions() * gates * padded(),
          at * hidden,
          new int[] {directions(), gates, hidden},
          new int[] {all * hidden, hidden, 1},
          new int[] {gates * padded(), padded(), 1});
    }

    private int scratch(int i, Arrangement arrangement) {
      return request.has(i) ? arrangement.scratch(request.isConstant(i)) : 0;
    }

    @Override
    public int scratch() {
      int g = cell.gates();
      return Scratch.room(steps * batch * columns())
          + 5 * Scratch.room(states())
          + Scratch.room(2 * states())
          + scratch(1, inputWeights())
          + scratch(2, hiddenWeights())
          + 2 * scratch(BIAS, vectors(0, g, 2 * g))
          + scratch(PEEPHOLES, vectors(0, 3, 3));
    }

    @Override
    public void addLaunches(Places places, List<Launch> launches) {
      Scratch scratch = new Scratch(places.scratch());
      int g = cell.gates();
      Gpu.Slice weights =
          inputWeights()
              .place(places, 1, request.isConstant(1), "recurrent input", scratch, launches);
      Gpu.Slice recurrent =
          hiddenWeights()
              .place(places, 2, request.isConstant(2), "recurrent hidden", scratch, launches);
      boolean bias = request.has(BIAS);
      boolean constant = request.isConstant(BIAS);
      Gpu.Slice products = scratch.take(steps * batch * columns());
      List<Gpu.Slice> buffers = new ArrayList<>(List.of(places.in(0), weights, products));
      Gpu.Slice hiddenBias = null;
      if (bias) {
        buffers.add(
            vectors(0, g, 2 * g)
                .place(places, BIAS, constant, "recurrent bias", scratch, launches));
        hiddenBias =
            vectors(g, g, 2 * g)
                .place(places, BIAS, constant, "recurrent hidden bias", scratch, launches);
      }
      Finish finish =
          bias
              ? new Finish(Expr.add(Expr.in(0), Expr.in(1)), List.of(Finish.Extra.COLUMN))
              : new Finish(Expr.in(0), List.of());
      launches.add(
          Products.launch(
              places.limits(), buffers, finish, 1, steps * batch, columns(), size, 0, 0));
      boolean peeps = lstm() && request.has(PEEPHOLES);
      Gpu.Slice peepholes =
          peeps
              ? vectors(0, 3, 3)
                  .place(
                      places,
                      PEEPHOLES,
                      request.isConstant(PEEPHOLES),
                      "recurrent peepholes",
                      scratch,
                      launches)
              : null;
      boolean lengths = request.has(LENGTHS);
      if (lengths) {
        String what = "sequence_lens holds a length that is not allowed (0.." + steps + ")";
        List<Gpu.Slice> pair = List.of(places.in(LENGTHS), places.status());
        launches.add(Launch.flat(new LengthsShader(), pair, batch, steps, places.mark(what)));
      }
      Gpu.Slice h = scratch.take(states());
      Gpu.Slice next = scratch.take(states());
      Gpu.Slice c = lstm() ? scratch.take(states()) : null;
      Gpu.Slice both = cell.hasTwoProducts() ? scratch.take(2 * states()) : null;
      start(places, INITIAL, h, launches);
      if (lstm()) {
        start(places, INITIAL + 1, c, launches);
      }
      Tuning.Split split = Tuning.recurrent(places.limits(), hidden);
      boolean y = request.wants(0);
      boolean vector = hidden % 4 == 0;
      RecurrentShader gates =
          new RecurrentShader(
              cell, true, bias, false, lengths, false, vector, split.fours(), split.slices());
      RecurrentShader step =
          new RecurrentShader(
              cell, false, bias, peeps, lengths, y, vector, split.fours(), split.slices());
      for (int s = 0; s < steps; s++) {
        if (cell.hasTwoProducts()) {
          List<Gpu.Slice> seen = new ArrayList<>(List.of(products, recurrent, h, both));
          addTo(seen, hiddenBias, null, lengths ? places.in(LENGTHS) : null, null);
          launches.add(launch(gates, split, seen, s));
        }
        List<Gpu.Slice> seen = new ArrayList<>(List.of(products, recurrent));
        seen.add(cell.hasTwoProducts() ? both : h);
        addTo(seen, cell.hasTwoProducts() ? h : null, next, c, hiddenBias);
        addTo(seen, peepholes, lengths ? places.in(LENGTHS) : null, y ? places.out(0) : null);
        launches.add(launch(step, split, seen, s));
        Gpu.Slice last = h;
        h = next;
        next = last;
      }
      finish(places, 1, h, launches);
      finish(places, 2, c, launches);
    }

    private static void addTo(List<Gpu.Slice> buffers, Gpu.Slice... more) {
      for (Gpu.Slice slice : more) {
        if (slice != null) {
          buffers.add(slice);
        }
      }
    }

    private Launch launch(
        RecurrentShader shader, Tuning.Split split, List<Gpu.Slice> buffers, int step) {
      int productRow = columns() / 4;
      int outputRow = directions() * hidden;
      List<Integer> params =
          List.of(
              step,
              steps,
              batch,
              hidden,
              padded() / 4,
              reverse ? 1 : 0,
              batchFirst ? productRow : batch * productRow,
              batchFirst ? steps * productRow : productRow,
              batchFirst ? outputRow : batch * outputRow,
              batchFirst ? steps * outputRow : hidden,
              batchFirst ? hidden : batch * hidden);
      int groups = Launch.groups(padded() / 4, split.fours());
      return new Launch(shader, buffers, params, groups, batch, directions());
    }

    /** Strides of a state as ONNX has it, for direction, batch and unit. */
    private int[] outer() {
      return batchFirst
          ? new int[] {hidden, directions() * hidden, 1}
          : new int[] {batch * hidden, hidden, 1};
    }

    private int[] inner() {
      return new int[] {batch * padded(), padded(), 1};
    }

    private int[] stateDims() {
      return new int[] {directions(), batch, hidden};
    }

    private void start(Places places, int i, Gpu.Slice state, List<Launch> launches) {
      launches.add(
          request.has(i)
              ? MoveShader.launch(places.in(i), 0, outer(), state, 0, inner(), stateDims())
              : FillShader.launch(state, states(), 0));
    }

    private void finish(Places places, int i, Gpu.Slice state, List<Launch> launches) {
      if (request.wants(i)) {
        launches.add(MoveShader.launch(state, 0, inner(), places.out(i), 0, outer(), stateDims()));
      }
    }
  }
}
