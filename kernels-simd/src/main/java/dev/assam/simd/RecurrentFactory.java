package dev.assam.simd;

import dev.assam.backend.KernelFactory;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.recurrent.GRU;
import dev.assam.op.recurrent.LSTM;
import dev.assam.op.recurrent.RNN;
import dev.assam.op.recurrent.Settings;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.RecurrentF32;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * LSTM, GRU and RNN of float32 with constant weights: one product of all steps' inputs, then a walk
 * over the sequence. Sequence lengths and initial states may be anything.
 */
final class RecurrentFactory implements KernelFactory<KernelRequest, Kernel> {
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;
  private static final int INITIAL_H = 5;
  private static final int INITIAL_C = 6;
  private static final int PEEPHOLES = 7;

  @Override
  public String name() {
    return "recurrentF32";
  }

  @Override
  public Kernel create(KernelRequest request) {
    RecurrentTask task = new RecurrentTask();
    Settings settings;
    switch (request.op()) {
      case LSTM lstm -> {
        settings = lstm.settings();
        task.cell = RecurrentTask.LSTM;
        task.inputForget = lstm.inputForget();
      }
      case GRU gru -> {
        settings = gru.settings();
        task.cell = RecurrentTask.GRU;
        task.linearBeforeReset = gru.linearBeforeReset();
      }
      case RNN rnn -> {
        settings = rnn.settings();
        task.cell = RecurrentTask.RNN;
      }
      default -> {
        return null;
      }
    }
    if (request.epilogue() != null || !fits(request)) {
      return null;
    }
    task.functions = RecurrentCell.functions(settings);
    if (task.functions == null) {
      return null;
    }
    Shape x = request.shape(0);
    task.batchFirst = settings.batchFirst();
    task.steps = x.dim(task.batchFirst ? 1 : 0);
    task.batch = x.dim(task.batchFirst ? 0 : 1);
    task.directions = settings.directions();
    task.reverse = settings.isReverse(0);
    task.clip = settings.clip();
    task.hidden = request.shape(2).dim(2);
    task.padded = (task.hidden + Lanes.F32 - 1) / Lanes.F32 * Lanes.F32;
    return new RecurrentKernel(request, task);
  }

  private static boolean fits(KernelRequest request) {
    for (int i = 0; i < request.opInputs(); i++) {
      DType dtype = i == LENGTHS ? DType.INT32 : DType.FLOAT32;
      boolean isConstant = i == 1 || i == 2 || i == BIAS || i == PEEPHOLES;
      if (request.has(i)
          && (request.in(i).dtype() != dtype || isConstant && !request.isConstant(i))) {
        return false;
      }
    }
    return true;
  }

  private static final class RecurrentKernel implements Kernel {
    private final KernelRequest request;
    private final RecurrentTask task;
    private final GemmTask product;
    private final Storage inputWeights;
    private final Storage weights;
    private final Storage bias;
    private final Storage peepholes;

    RecurrentKernel(KernelRequest request, RecurrentTask task) {
      this.request = request;
      this.task = task;
      int gates = RecurrentTask.gates(task.cell);
      int columns = task.directions * gates * task.padded;
      int size = request.shape(0).dim(2);
      product = new GemmTask();
      product.rows = task.steps * task.batch;
      product.columns = columns;
      product.width = product.rows;
      product.pixelStride = size;
      product.run = size;
      product.ldc = columns;
      String how = task.cell + (task.linearBeforeReset ? " linear" : "");
      Tensor biases = request.has(BIAS) ? request.constant(BIAS) : null;
      String beside = biases == null ? "none" : request.node().inputs().get(BIAS).name();
      bias =
          biases == null
              ? null
              : request.packed(BIAS, "recurrent bias " + how, tensor -> packBias(tensor, columns));
      inputWeights =
          request.packed(1, "recurrent input " + how, tensor -> packInput(tensor, columns, size));
      weights =
          request.packed(
              2, "recurrent " + how + " beside " + beside, tensor -> packHidden(tensor, biases));
      peepholes =
          request.has(PEEPHOLES)
              ? request.packed(PEEPHOLES, "recurrent", this::packPeepholes)
              : null;
    }

    /** Rows of [directions · gates · hidden, size] at columns of padded gates. */
    private Storage packInput(Tensor w, int columns, int size) {
      Tensor padded = Tensor.allocate(DType.FLOAT32, Shape.of(columns, size));
      padded.retain();
      for (int gate = 0; gate < columns / task.padded; gate++) {
        padded.copyFrom(
            gate * task.padded * size, w, gate * task.hidden * size, task.hidden * size);
      }
      Storage pack = new Panels(columns).pack(padded, 1, size, 1, size, 0, size, 1, 0, 1);
      padded.release();
      return pack;
    }

    /** The sum of both biases, but for GRU's last gate where its product is reset with its own. */
    private Storage packBias(Tensor bias, int columns) {
      int gates = RecurrentTask.gates(task.cell);
      Tensor sums = Tensor.allocate(DType.FLOAT32, Shape.of(columns));
      sums.retain();
      for (int gate = 0; gate < task.directions * gates; gate++) {
        int from = (gate / gates * 2 * gates + gate % gates) * task.hidden;
        boolean apart = task.linearBeforeReset && gate % gates == 2;
        for (int j = 0; j < task.hidden; j++) {
          float other = apart ? 0 : bias.floats().get(from + gates * task.hidden + j);
          sums.floats().set(gate * task.padded + j, bias.floats().get(from + j) + other);
        }
      }
      Storage pack = GemmKernel.packBias(sums, 1, columns, 1);
      sums.release();
      return pack;
    }

    private Storage packHidden(Tensor r, Tensor bias) {
      int gates = RecurrentTask.gates(task.cell);
      int first = task.cell == RecurrentTask.GRU ? 2 : gates;
      Storage storage = Storage.allocate(Kind.FLOATS, task.directions * task.weightFloats());
      for (int d = 0; d < task.directions; d++) {
        int at = d * task.weightFloats();
        at = packGates(r, d * gates, first, storage.floats(), at);
        if (first < gates) {
          at = packGates(r, d * gates + first, 1, storage.floats(), at);
        }
        if (task.linearBeforeReset && bias != null) {
          int from = (d * 2 * gates + gates + 2) * task.hidden;
          for (int j = 0; j < task.hidden; j++) {
            storage.floats().set(at + j, bias.floats().get(from + j));
          }
        }
      }
      return storage;
    }

    /** Transposes some gates into panels; where these end. */
    private int packGates(Tensor r, int gate, int count, Floats to, int at) {
      int hidden = task.hidden;
      for (int column = 0; column < count * task.padded; column++) {
        int j = column % task.padded;
        int row = (gate + column / task.padded) * hidden + j;
        int panel = at + column / RecurrentF32.PANEL * RecurrentF32.PANEL * hidden;
        for (int i = 0; j < hidden && i < hidden; i++) {
          to.set(
              panel + i * RecurrentF32.PANEL + column % RecurrentF32.PANEL,
              r.floats().get(row * hidden + i));
        }
      }
      return at + RecurrentTask.roundUp(count * task.padded) * hidden;
    }

    private Storage packPeepholes(Tensor p) {
      Storage storage = Storage.allocate(Kind.FLOATS, task.directions * 3 * task.padded);
      for (int gate = 0; gate < 3 * task.directions; gate++) {
        for (int j = 0; j < task.hidden; j++) {
          storage.floats().set(gate * task.padded + j, p.floats().get(gate * task.hidden + j));
        }
      }
      return storage;
    }

    @Override
    public int scratchFloats(int threads) {
      return product.rows * product.columns
          + task.stateFloats()
          + threads * product.cut(threads).scratchFloats();
    }

    @Override
    public void addTasks(Places places, List<Task> tasks) {
      Floats scratch = places.scratch();
      int statesAt = product.rows * product.columns;
      product.cut(places.threads());
      product.a = places.in(0).floats();
      product.b = inputWeights.floats();
      product.rest = product.b;
      product.biasAt = bias == null ? inputWeights.length() - Panels.ZEROS : 0;
      product.biasStep = bias == null ? 0 : Lanes.F32;
      product.bias = bias == null ? product.b : bias.floats();
      product.c = scratch;
      product.scratch = scratch;
      product.scratchAt = statesAt + task.stateFloats();
      tasks.add(product);
      task.memory = scratch;
      task.statesAt = statesAt;
      task.weights = weights.floats();
      task.peeps = peepholes != null;
      if (task.peeps) {
        task.peepholes = peepholes.floats();
      }
      task.hasLengths = request.has(LENGTHS);
      if (task.hasLengths) {
        task.lengths = places.in(LENGTHS).ints();
      }
      task.hasH0 = request.has(INITIAL_H);
      if (task.hasH0) {
        task.h0 = places.in(INITIAL_H).floats();
      }
      task.hasC0 = request.has(INITIAL_C);
      if (task.hasC0) {
        task.c0 = places.in(INITIAL_C).floats();
      }
      task.wantsY = wants(0);
      if (task.wantsY) {
        task.y = places.out(0).floats();
      }
      task.wantsH = wants(1);
      if (task.wantsH) {
        task.yh = places.out(1).floats();
      }
      task.wantsC = wants(2);
      if (task.wantsC) {
        task.yc = places.out(2).floats();
      }
      tasks.add(task);
    }

    private boolean wants(int i) {
      return i < request.outputs() && request.out(i) != null;
    }
  }
}
